// The ports: contracts for what services and the gate need from outside. Adapters are in kafka/, mysql/, redis/, sqlite/, memory/
// and cache/; the contract suites in testing/ hold every adapter to these promises.
export * from './batches.ts';
export * from './bus.ts';
export type * from './cache.ts';
export type * from './command.ts';
export * from './http.ts';
export type * from './limits.ts';
export * from './liveness.ts';
export type * from './log.ts';
export * from './metrics.ts';
export type * from './pack-signing.ts';
export * from './proxies/client-ip.ts';
export type * from './routes.ts';
export type * from './sealing.ts';
export type * from './servers/server-states.ts';
export * from './setup-error.ts';
export * from './tracing/current-trace.ts';
export * from './tracing/spans.ts';
