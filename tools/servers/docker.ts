// Servers in containers. testcontainers is loaded only where a Docker daemon may run: it takes a second and much memory.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findFreePorts, ProcessStartError, waitUntilReady } from './child-processes.ts';
import { BROKER_SETTINGS, KAFKA_VERSION } from './kafka.ts';
import { MYSQL_SETTINGS } from './mysql.ts';
import { probeKafka, probeMysql, probeRedis } from './probes.ts';
import { REDIS_SETTINGS } from './redis.ts';
import { type LaunchedProcess, type RestartableServer, restartableServer, type ServerKind } from './server.ts';

/** True when a Docker daemon answers. */
export async function isDockerAvailable(): Promise<boolean> {
  const sockets = ['/var/run/docker.sock', join(homedir(), '.docker/run/docker.sock')];
  if (!process.env.DOCKER_HOST && !sockets.some((path) => existsSync(path))) return false;
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}

const READY_MS = 120_000;

interface Recipe {
  readonly image: string;
  readonly port: number;
  readonly env: Record<string, string>;
  readonly command: readonly string[];
  readonly address: string;
  probe(): Promise<void>;
}

function recipeOf(kind: ServerKind, hostPort: number): Recipe {
  const host = `127.0.0.1:${hostPort}`;
  if (kind === 'kafka') {
    const settings = {
      ...BROKER_SETTINGS,
      'controller.quorum.voters': '1@localhost:9093',
      listeners: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      'advertised.listeners': `PLAINTEXT://${host}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    };
    const env = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [`KAFKA_${name.replaceAll('.', '_').toUpperCase()}`, String(value)]),
    );
    return { image: `apache/kafka:${KAFKA_VERSION}`, port: 9092, env, command: [], address: host, probe: () => probeKafka(host) };
  }
  if (kind === 'mysql') {
    const password = randomBytes(12).toString('hex');
    const url = `mysql://root:${password}@${host}/im`;
    const env = { MYSQL_ROOT_PASSWORD: password, MYSQL_DATABASE: 'im' };
    const command = ['mysqld', ...MYSQL_SETTINGS];
    return { image: 'mysql:8.4', port: 3306, env, command, address: url, probe: () => probeMysql(url) };
  }
  const url = `redis://${host}`;
  const command = ['redis-server', ...REDIS_SETTINGS];
  return { image: 'redis:7', port: 6379, env: {}, command, address: url, probe: () => probeRedis(url) };
}

/**
 * Starts a container on a free port of 127.0.0.1, which stays the same after a restart. `stop` removes the container; otherwise
 * the reaper of testcontainers does.
 */
export async function startContainer(kind: ServerKind): Promise<RestartableServer> {
  const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');
  const [hostPort] = (await findFreePorts(1)) as [number];
  const recipe = recipeOf(kind, hostPort);

  /** testcontainers itself publishes ports on all of the machine's addresses. */
  class LocalContainer extends GenericContainer {
    publish(port: number): this {
      this.createOpts.ExposedPorts = { [`${port}/tcp`]: {} };
      this.hostConfig.PortBindings = { [`${port}/tcp`]: [{ HostIp: '127.0.0.1', HostPort: String(hostPort) }] };
      return this;
    }
  }
  const description = new LocalContainer(recipe.image).publish(recipe.port).withEnvironment(recipe.env);
  if (recipe.command.length > 0) description.withCommand([...recipe.command]);
  const started = await description.start();
  const { container } = await getContainerRuntimeClient();
  const docker = container.getById(started.getId());
  let first = true;
  const launch = async (): Promise<LaunchedProcess> => {
    try {
      if (!first) await docker.start();
      first = false;
      await waitUntilReady(recipe.probe, READY_MS);
    } catch (cause) {
      // The container may run without serving. If it does not run, kill rejects.
      await docker.kill().catch(() => undefined);
      throw new ProcessStartError(`the ${kind} container did not start: ${(cause as Error).message}`, { cause });
    }
    const exited = (docker.wait() as Promise<{ StatusCode: number }>).then(
      ({ StatusCode }) => `exit code ${StatusCode}`,
      (error: Error) => `no trace: ${error.message}`,
    );
    return { exited, kill: () => docker.kill() };
  };
  const server = await restartableServer(recipe.address, launch).catch(async (error: unknown) => {
    await started.stop();
    throw error;
  });
  return {
    ...server,
    async stop() {
      await started.stop();
    },
  };
}
