// How this product talks to Kafka: time-outs, retries, sockets, logs. The figures were measured with brokers stopped and killed.
import './patches.ts';
import { connect as connectSocket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import kafkajs, { type ISocketFactoryArgs, type Kafka } from 'kafkajs';
import type { Log } from '../ports/index.ts';

const KEEP_ALIVE_MS = 60_000;

/** Short and finite: with endless retries a dead coordinator is never looked for again, with long ones a restart waits up to 17 s. */
export const KAFKA_RETRY = { initialRetryTime: 100, maxRetryTime: 500, retries: 5 } as const;

/** A socket without Nagle's algorithm: a request never waits for the acknowledgement of the one before. */
function socketFactory({ host, port, ssl, onConnect }: ISocketFactoryArgs) {
  const socket = ssl ? connectTls({ host, port, servername: host, ...ssl }, onConnect) : connectSocket({ host, port }, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return socket;
}

/** A kafkajs client whose own log lines are debug lines of ours: what matters is said once, by Reach and by those who use it. */
export function kafkaClient(brokers: readonly string[], clientId: string, log: Log): Kafka {
  return new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 1000,
    requestTimeout: 5000,
    retry: KAFKA_RETRY,
    socketFactory,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => {
      const { message, error, retryCount, groupId } = entry.log;
      log.debug({ kafkajs: entry.namespace, error, retryCount, groupId }, message);
    },
  });
}

/** Whether Kafka can be reached, as the last attempt told. Says so in the log when it changes. */
export interface Reachability {
  readonly reachable: boolean;
  markReachable(): void;
  markUnreachable(error: unknown): void;
}

export function reachability(brokers: readonly string[], log: Log): Reachability {
  let reachable = true;
  return {
    get reachable() {
      return reachable;
    },
    markReachable() {
      if (!reachable) log.info({ brokers }, 'Kafka is there again');
      reachable = true;
    },
    markUnreachable(error) {
      if (reachable) log.warn({ brokers, cause: String(error) }, `Kafka cannot be used at ${brokers.join(', ')}: waiting for it`);
      reachable = false;
    },
  };
}

/** Resolves with `late` when `promise` takes longer; what it comes to then is forgotten. */
export async function withTimeout<T, L>(promise: Promise<T>, timeoutMs: number, late: L): Promise<T | L> {
  const { promise: over, resolve } = Promise.withResolvers<L>();
  const timer = setTimeout(resolve, timeoutMs, late);
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}

export function closedError(): Error {
  return new Error('the bus is closed');
}

/** Kafka's name of an error, also where kafkajs has wrapped it. */
export function kafkaErrorType(error: unknown): string | undefined {
  for (let at: unknown = error; typeof at === 'object' && at !== null; ) {
    if ('errors' in at && Array.isArray(at.errors) && at.errors.length > 0) at = at.errors[0];
    else if ('type' in at && typeof at.type === 'string') return at.type;
    else at = 'cause' in at ? at.cause : undefined;
  }
  return undefined;
}
