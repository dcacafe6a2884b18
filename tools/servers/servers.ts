// Real Kafka, MySQL and Redis: servers that the environment names, else containers, else private native servers.
import { isDockerAvailable, startContainer } from './docker.ts';
import { type KafkaOptions, startKafka } from './kafka.ts';
import { startMysql } from './mysql.ts';
import { installMissingPackages } from './packages.ts';
import { probeKafka, probeMysql, probeRedis } from './probes.ts';
import { startRedis } from './redis.ts';
import type { RestartableServer, ServerKind } from './server.ts';

export type { KafkaBroker, KafkaServer } from './kafka.ts';
export type { RestartableServer, ServerKind } from './server.ts';

export const SERVER_KINDS: readonly ServerKind[] = ['kafka', 'mysql', 'redis'];

/** The name of each server's address in the environment and in the configuration. */
export const ADDRESS_SETTINGS = { kafka: 'IM_KAFKA_BROKERS', mysql: 'IM_MYSQL_URL', redis: 'IM_REDIS_URL' } as const;

const NATIVE: Record<ServerKind, (options: StartServersOptions) => Promise<RestartableServer>> = {
  kafka: ({ kafka }) => startKafka(kafka),
  mysql: startMysql,
  redis: startRedis,
};

export type Servers<K extends ServerKind = ServerKind> = Record<K, RestartableServer> & {
  /** The addresses under the names the services read. */
  readonly env: Record<string, string>;
  /** Stops those that were started here. */
  stop(): Promise<void>;
};

export interface StartServersOptions {
  /** Ignores servers named by the environment: for callers that kill servers or leave data behind. */
  readonly private?: boolean;
  /** Uses no containers: for callers that freeze processes or fill disks. */
  readonly native?: boolean;
  /** Of a native Kafka. */
  readonly kafka?: KafkaOptions;
  /** Receives a line for every slow or unusual step. */
  print?(line: string): void;
}

/**
 * Starts servers, or uses those that the environment names; resolves when all serve. Rejects when one cannot be started; then it
 * stops the others.
 */
export async function startServers<K extends ServerKind>(
  kinds: readonly K[],
  options: StartServersOptions = {},
): Promise<Servers<K>> {
  const say = options.print ?? (() => undefined);
  const given = (kind: ServerKind): string | undefined =>
    options.private ? undefined : process.env[ADDRESS_SETTINGS[kind]] || undefined;
  const toStart = kinds.filter((kind) => !given(kind));
  const inContainers = !options.native && toStart.length > 0 && (await isDockerAvailable());
  await installMissingPackages(inContainers ? toStart.filter(isNativeAlways) : toStart, say);
  const results = await Promise.allSettled(
    kinds.map(async (kind) => {
      const address = given(kind);
      return [
        kind,
        address ? await givenServer(kind, address) : await startOne(kind, inContainers && !isNativeAlways(kind), options),
      ] as const;
    }),
  );
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(started.map(([, server]) => server.stop()));
  };
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const env = Object.fromEntries(started.map(([kind, server]) => [ADDRESS_SETTINGS[kind], server.address]));
  return { ...(Object.fromEntries(started) as Record<K, RestartableServer>), env, stop };
}

/** True for MySQL if MYSQLD names a program of this machine. */
function isNativeAlways(kind: ServerKind): boolean {
  return kind === 'mysql' && Boolean(process.env.MYSQLD);
}

async function startOne(kind: ServerKind, inContainers: boolean, options: StartServersOptions): Promise<RestartableServer> {
  const say = options.print ?? (() => undefined);
  if (inContainers) {
    try {
      return await startContainer(kind);
    } catch (error) {
      say(`the ${kind} container did not start (${(error as Error).message.split('\n')[0]}): trying a native server`);
      await installMissingPackages([kind], say);
    }
  }
  return NATIVE[kind](options);
}

const PROBES: Record<ServerKind, (address: string) => Promise<void>> = {
  kafka: probeKafka,
  mysql: probeMysql,
  redis: probeRedis,
};

/** A server named by the environment: never killed or stopped. Rejects when it does not answer. */
async function givenServer(kind: ServerKind, address: string): Promise<RestartableServer> {
  await PROBES[kind](address).catch((error: Error) => {
    throw new Error(`${ADDRESS_SETTINGS[kind]} is given, but nothing answers there: ${error.message}`, { cause: error });
  });
  const refuse = async (): Promise<void> => {
    throw new Error(`the server of ${ADDRESS_SETTINGS[kind]} was not started here and must not be killed`);
  };
  const waitForExit = (): Promise<string> => new Promise(() => undefined);
  return { address, pid: undefined, kill: refuse, start: refuse, waitForExit, stop: async () => undefined };
}
