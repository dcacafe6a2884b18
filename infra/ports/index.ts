// What the services and the gate need from the outside: every port's contract. Adapters live in kafka/, mysql/, redis/ and embedded/;
// the suites in contract/ hold all of them to these words.
export * from './batches.ts';
export * from './bus.ts';
export type * from './cache.ts';
export type * from './command.ts';
export type * from './limits.ts';
export type * from './log.ts';
export type * from './routes.ts';
export type * from './sealing.ts';
