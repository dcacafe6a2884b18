// What the services and the gate need from the outside: every port's contract. Adapters live in kafka/, mysql/, redis/ and embedded/;
// the suites in contract/ hold all of them to these words.
export * from './ports/batches.ts';
export * from './ports/bus.ts';
export type * from './ports/cache.ts';
export type * from './ports/commands.ts';
export type * from './ports/limits.ts';
export type * from './ports/log.ts';
export type * from './ports/routes.ts';
export type * from './ports/sealing.ts';
