// The types of a deployment: the whole product in its own processes, which tests can kill and restart.
import type { im } from '../../proto/rpc.ts';

export type Env = Readonly<Record<string, string>>;

/** `embedded`: one process. `distributed`: two gates, one auth and two logics on a real Kafka, MySQL and Redis. */
export type DeploymentKind = 'embedded' | 'distributed';

/** Settings of every deployment: limits that a test would otherwise reach. */
export const COMMON_SETTINGS: Env = {
  IM_MAX_COMMANDS_PER_SECOND: '5000',
  IM_MAX_BYTES_PER_SECOND: '50000000',
  IM_ATTEMPTS_PER_IP: '100000',
  IM_MAX_HANDSHAKES_PER_IP: '1000000',
  IM_MAX_FRAME_BYTES: '524288',
};

export const SERVER_KINDS = ['kafka', 'mysql', 'redis'] as const;

/** Addresses of real servers that no other deployment uses, and the settings that name them. */
export interface ServerAddresses extends Readonly<Record<(typeof SERVER_KINDS)[number], string>> {
  readonly generation: number;
  readonly env: Env;
}

/** One service process of a distributed deployment. */
export interface ServiceControl {
  /** SIGKILL by default. Resolves when the process is gone. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Resolves when the service is ready again. */
  restart(): Promise<void>;
  /** The process kills itself right after its next commit, before it publishes. Resolves when this is prepared. */
  dieAfterCommit(): Promise<void>;
  /** Resolves with "exit code 0" or "SIGKILL" once the present process has ended. */
  waitForExit(): Promise<string>;
}

/** The parts that only a distributed deployment has. */
export interface DistributedParts {
  readonly redisUrl: string;
  readonly services: Readonly<Record<'gate' | 'auth' | 'logic', readonly ServiceControl[]>>;
}

/** A domain event as other systems read it, and its partition. */
export interface PublishedEvent {
  readonly partition: number;
  readonly event: im.DomainEvent;
}

export interface Deployment {
  /** Gate URLs over TCP and WebSocket, of two gates in a distributed deployment. They survive restarts. */
  readonly gates: readonly [tcp: string, ws: string];
  /** Signs the tokens of sessions. */
  readonly tokenSecret: Uint8Array;
  /** The SQL expression for the present time. */
  readonly sqlNow: string;
  readonly distributed: DistributedParts | undefined;
  runSql(statement: string): Promise<void>;
  /** The domain events published so far under `key`, in the order of each partition. */
  publishedEvents(key: string): Promise<readonly PublishedEvent[]>;
  /**
   * Kills the second gate; `restoreGate` starts it again. In an embedded deployment it kills the only process and resolves when
   * the process runs again.
   */
  killGate(): Promise<void>;
  restoreGate(): Promise<void>;
  /** Stops every process that runs logic with SIGTERM, and starts it again. */
  restartLogic(): Promise<void>;
  stop(): Promise<void>;
}
