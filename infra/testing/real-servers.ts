// Real servers for tests. The vitest global set-up starts them; a test asks it over a local socket.
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, inject, test } from 'vitest';
import type {
  AcquiredServers,
  PrivateServerGroup,
  RealServerAddresses,
  RealServerKind,
  ServerProblem,
  ServerRequest,
} from './server-requests.ts';

export type RealServers<K extends RealServerKind> = Record<K, string> & {
  /** For `topicsOf`: no topic of this generation has ever been used. */
  readonly generation: number;
  /** The addresses and the generation under the names of the settings. */
  readonly env: Record<string, string>;
  /** Drops the MySQL database and empties the Redis database. */
  release(): Promise<void>;
};

/**
 * Returns addresses of running servers: a new, empty MySQL database and Redis database per call. All tests share Kafka, so use
 * only topics of `generation`. A server starts when the first test asks for it. Rejects when a server cannot be started.
 */
export async function realServers<K extends RealServerKind>(kinds: readonly K[]): Promise<RealServers<K>> {
  const { addresses, generation, env } = await ask<AcquiredServers>({ action: 'acquire', kinds });
  return {
    ...(addresses as Record<K, string>),
    generation,
    env: { ...env, IM_TOPIC_GENERATION: String(generation) },
    async release() {
      await ask({ action: 'release', addresses });
    },
  };
}

/** A server of one test alone, which may kill it. */
export interface PrivateServer {
  readonly address: string;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again at the same address with the data it had on disk; resolves when it serves. */
  start(): Promise<void>;
}

export type PrivateServers<K extends RealServerKind> = Record<K, PrivateServer> & {
  /** Ends the servers and deletes their data. */
  stop(): Promise<void>;
};

/** Starts servers that no other test uses, even if the environment names shared servers; resolves when they serve. */
export async function startPrivateServers<K extends RealServerKind>(kinds: readonly K[]): Promise<PrivateServers<K>> {
  const { group, addresses } = await ask<PrivateServerGroup>({ action: 'start-private', kinds });
  const servers = Object.fromEntries(kinds.map((kind) => [kind, privateServer(group, kind, addresses)]));
  return {
    ...(servers as Record<K, PrivateServer>),
    async stop() {
      await ask({ action: 'stop-private', group });
    },
  };
}

function privateServer(group: number, kind: RealServerKind, addresses: RealServerAddresses): PrivateServer {
  return {
    address: addresses[kind] ?? '',
    async kill() {
      await ask({ action: 'kill', group, kind });
    },
    async start() {
      await ask({ action: 'restart', group, kind });
    },
  };
}

/**
 * A `describe` whose tests need real servers. Without the servers its tests are reported as skipped, with the reason in the
 * title. With REQUIRE_REAL=1 one failing test replaces them.
 */
export function describeReal(title: string, kinds: readonly RealServerKind[], body: () => void): void {
  describe(title, async () => {
    const problem = await ask({ action: 'acquire', kinds }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    if (problem === undefined) {
      body();
    } else if (process.env.REQUIRE_REAL === '1') {
      test('its servers are available', () => {
        throw new Error(problem);
      });
    } else {
      describe.skip(`(skipped: ${problem})`, body);
    }
  });
}

async function ask<Reply extends object>(message: ServerRequest): Promise<Reply> {
  if (inject('realServers') === '') throw new Error('npm run test:unit starts no servers');
  const body = await new Promise<string>((resolve, reject) => {
    request({ socketPath: inject('realServers'), method: 'POST' }, (response) => text(response).then(resolve, reject))
      .once('error', reject)
      .end(JSON.stringify(message));
  });
  const reply = JSON.parse(body) as Reply | ServerProblem;
  if ('problem' in reply) throw new Error(reply.problem);
  return reply;
}
