// How test files reach the deployments that the global set-up runs: one JSON request and one JSON response over a socket.
import type { DeploymentKind, Env, ServerAddresses } from './deployment.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The socket of e2e/testing/deployment-setup.ts. */
    deployments: string;
  }
}

export interface StartRequest {
  readonly kind: DeploymentKind;
  readonly env: Env;
  /** One deployment for each name and kind; further requests get the running one. */
  readonly name: string;
  /** For a distributed deployment that is not running yet. */
  readonly servers?: ServerAddresses;
}

/** Undefined: the deployment is not running, and starting it needs `servers`. */
export type StartResponse = DeploymentDescription | undefined;

export interface DeploymentDescription {
  readonly gates: readonly [string, string];
  /** base64 */
  readonly tokenSecret: string;
  readonly sqlNow: string;
  readonly redisUrl?: string;
  readonly serviceCounts?: Readonly<Record<'gate' | 'auth' | 'logic', number>>;
}

/** A method of a running deployment, or of one of its services. */
export interface CallRequest {
  readonly deployment: string;
  readonly service?: readonly [role: 'gate' | 'auth' | 'logic', index: number];
  readonly method: string;
  readonly args: readonly unknown[];
}

/** A published event; `event` is the encoded domain event in base64. */
export interface EncodedEvent {
  readonly partition: number;
  readonly event: string;
}

export type DeploymentResponse = { readonly result: unknown } | { readonly error: string };

export function deploymentKey({ kind, name }: Pick<StartRequest, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}
