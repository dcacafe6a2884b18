// How this product talks to Kafka: time-outs, retries, sockets, logging. The figures were measured with brokers stopped and
// killed.
import './patches.ts';
import { connect as connectSocket, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import kafkajs, { type ISocketFactoryArgs, type Kafka } from 'kafkajs';
import type { Log } from '../ports/index.ts';

const KEEP_ALIVE_MS = 60_000;

/**
 * Few and short retries. With endless retries kafkajs never looks up a new coordinator; with long ones a restart takes up to
 * 17 s.
 */
export const KAFKA_RETRY = { initialRetryTime: 100, maxRetryTime: 500, retries: 5 } as const;

export interface KafkaClient {
  readonly kafka: Kafka;
  /** Ends what is in flight at once. Later requests connect again. */
  cutSockets(): void;
}

/** A socket without Nagle's algorithm: a request never waits for the acknowledgement of the one before. */
function connectToBroker({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
  const socket = ssl ? connectTls({ host, port, servername: host, ...ssl }, onConnect) : connectSocket({ host, port }, onConnect);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return socket;
}

/** A kafkajs client whose log lines become debug lines: Reachability and the callers log each outage once. */
export function kafkaClient(brokers: readonly string[], clientId: string, log: Log): KafkaClient {
  const sockets = new Set<Socket>();
  const socketFactory = (where: ISocketFactoryArgs): Socket => {
    const socket = connectToBroker(where);
    sockets.add(socket);
    return socket.on('close', () => sockets.delete(socket));
  };
  const kafka = new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 1000,
    requestTimeout: 5000,
    retry: KAFKA_RETRY,
    socketFactory,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => {
      const { message, error, retryCount, groupId } = entry.log;
      log.debug({ kafkajs: entry.namespace, err: error, retryCount, groupId }, message);
    },
  });
  const cutSockets = (): void => {
    // kafkajs abandons what is in flight only at an error.
    for (const socket of sockets) socket.destroy(new Error('this client was closed'));
  };
  return { kafka, cutSockets };
}

/** Whether the last attempt to use Kafka succeeded. Logs when that changes. */
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
      if (!reachable) log.info({ brokers }, 'Kafka is available again');
      reachable = true;
    },
    markUnreachable(error) {
      if (reachable) log.warn({ brokers, err: error }, `Kafka unavailable at ${brokers.join(', ')}, waiting for it`);
      reachable = false;
    },
  };
}

/** Resolves with `late` when `promise` takes longer than `timeoutMs`; its later result is ignored. */
export async function withTimeout<T, L>(promise: Promise<T>, timeoutMs: number, late: L): Promise<T | L> {
  const { promise: timeout, resolve } = Promise.withResolvers<L>();
  const timer = setTimeout(resolve, timeoutMs, late);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

export function closedError(): Error {
  return new Error('the bus is closed');
}

/** Kafka's name of an error, even if kafkajs has wrapped the error. */
export function kafkaErrorType(error: unknown): string | undefined {
  for (let current: unknown = error; typeof current === 'object' && current !== null; ) {
    if ('errors' in current && Array.isArray(current.errors) && current.errors.length > 0) current = current.errors[0];
    else if ('type' in current && typeof current.type === 'string') return current.type;
    else current = 'cause' in current ? current.cause : undefined;
  }
  return undefined;
}
