// Each alert fires when its fault is made on a running stack, and clears when the fault is over. The rules are those of
// infra/deploy with all times divided by ten.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { mysqlPool } from '../../infra/mysql/pool.ts';
import { describeReal, type PrivateServers, startPrivateServers } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { topicNames } from '../../proto/rpc.ts';
import {
  generateSecrets,
  type ServiceProcess,
  type ServiceProcesses,
  startServices,
} from '../../tools/servers/service-processes.ts';
import { newDevice, PASSWORD, type TestDevice } from '../testing/device.ts';
import { floodLogIns, fullLogFolder, holdConnections, repeat, stutter } from './testing/faults.ts';
import { PROMETHEUS, type PrometheusServer, RULES, startPrometheus } from './testing/prometheus-server.ts';

const SPEED_UP = 10;
const WAIT = { timeout: 120_000, interval: 250 };
const MAX_CONNECTIONS = 5;
/** More than ImLag allows. */
const BACKLOG = 1200;
const LOST_RECORDS = 1_000_000;

describeReal('alerts on a stack with faults', ['kafka', 'mysql', 'redis'], () => {
  const folder = mkdtempSync(join(tmpdir(), 'im-alerts-'));
  const devices: TestDevice[] = [];
  const stops: (() => unknown)[] = [];
  const fired = new Set<string>();
  const cleared: Promise<void>[] = [];
  const topics = topicNames(1);
  let servers: PrivateServers<'kafka' | 'mysql' | 'redis'>;
  let services: ServiceProcesses;
  let prometheus: PrometheusServer;
  beforeAll(async () => {
    servers = await startPrivateServers(['kafka', 'mysql', 'redis']);
    const { kafka, mysql, redis } = servers;
    const addresses = { IM_KAFKA_BROKERS: kafka.address, IM_MYSQL_URL: mysql.address, IM_REDIS_URL: redis.address };
    const settings = {
      // Verify is the one that is slow. Nobody needs its mails.
      ...{ IM_REGISTRATION: 'open', IM_SMTP_URL: 'smtp://127.0.0.1:1' },
      ...{ IM_RPC_LOG: '1', IM_LOG_DIR: join(folder, 'logs') },
      ...{ IM_COMMAND_TIMEOUT_MS: '2500', IM_LOG_IN_TIMEOUT_MS: '3600000', IM_ATTEMPTS_PER_IP: '1000000' },
      ...{ IM_HASHING_THREADS: '1', IM_HASH_MEMORY_KIB: '32768' },
    };
    const counts = { gate: 2, auth: 1, logic: 1, verify: 1, status: 1 };
    services = await startServices({ ...addresses, ...generateSecrets(), ...settings }, counts);
    await services.waitUntilReady();
    const status = one('status');
    // Prometheus finds it at the same address after a restart.
    await status.restart({ IM_ADMIN_PORT: new URL(status.addresses.admin ?? '').port });
    prometheus = await startPrometheus(`${status.addresses.admin}/targets`, SPEED_UP);
  }, 300_000);
  afterAll(async () => {
    for (const device of devices) device.close();
    for (const stop of stops.reverse()) await stop();
    await prometheus?.stop();
    await services?.stop();
    await servers?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 240_000);

  const one = (role: Parameters<ServiceProcesses['byRole']>[0], number = 0): ServiceProcess => {
    const found = services.byRole(role)[number];
    if (!found) throw new Error(`there is no ${role} ${number}`);
    return found;
  };
  const user = async (gate: number): Promise<TestDevice> => {
    const device = newDevice(one('gate', gate).addresses.tcp ?? '');
    devices.push(device);
    await device.client.register({ name: `u-${randomUUID()}`, password: PASSWORD });
    return device;
  };
  /** "ImLag" or "ImSlowAcks logic": the names of the alerts that fire, each with a label of it that the fault decides. */
  const firing = async (): Promise<string[]> =>
    (await prometheus.firing()).map(({ name, labels: { service, instance, topic } }) =>
      [name, service ?? instance ?? topic].filter(Boolean).join(' '),
    );
  const fires = async (alert: string): Promise<void> => {
    await expect.poll(firing, { ...WAIT, message: `${alert} fires` }).toContain(alert);
    fired.add(alert.split(' ')[0] ?? '');
  };
  const clears = async (alert: string): Promise<void> => {
    await expect.poll(firing, { ...WAIT, message: `${alert} clears` }).not.toContain(alert);
  };
  /** Makes faults, waits until all these alerts fire, and ends the faults. That they clear is awaited at the end. */
  const whileFaulty = async (alerts: readonly string[], begin: () => Promise<() => unknown>): Promise<void> => {
    const before = await firing();
    for (const alert of alerts) expect(before).not.toContain(alert);
    const end = await begin();
    stops.push(end);
    await Promise.all(alerts.map(fires));
    stops.splice(stops.indexOf(end), 1);
    await end();
    cleared.push(...alerts.map(clears));
  };

  test.skipIf(!PROMETHEUS)(
    'each alert fires while its fault lasts, and clears afterwards',
    async () => {
      const startedMs = performance.now();
      await expect.poll(async () => (await prometheus.query('max(im_members)'))[0]?.value[1], WAIT).toBe('6');
      await expect.poll(firing, WAIT).toEqual([]);
      await Promise.all([
        whileFaulty(['ImEventLoopSlow verify-0'], async () => stutter(one('verify').pid)),
        whileFaulty(['ImLogInsRefused auth-0'], async () => floodLogIns(one('gate').addresses.tcp ?? '')),
        faultsOfGate(),
      ]);
      await faultsOfRecords();
      await Promise.all([faultsOfPositions(), faultOfService()]);
      await whileFaulty(['ImInstanceDown status-0'], async () => {
        await one('status').kill();
        return () => one('status').restart();
      });
      await faultOfKafka();
      await Promise.all(cleared);
      await expect.poll(firing, WAIT).toEqual([]);
      console.info(`all alerts fired and cleared in ${Math.round((performance.now() - startedMs) / 1000)} s`);
      const names = [...readFileSync(RULES, 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
      expect([...fired].sort()).toEqual(names.sort());
    },
    600_000,
  );

  /** One of two gates dies. It comes back with few connections and a full disk. */
  async function faultsOfGate(): Promise<void> {
    const gate = one('gate', 1);
    const ofHealthyGate = { IM_MAX_CONNECTIONS: '20000', IM_LOG_DIR: join(folder, 'logs') };
    await whileFaulty(['ImInstancesMissing'], async () => {
      await gate.kill();
      const IM_LOG_DIR = fullLogFolder(folder, gate.name);
      return () => gate.restart({ IM_MAX_CONNECTIONS: String(MAX_CONNECTIONS), IM_LOG_DIR });
    });
    await whileFaulty(['ImGateFull gate-1', 'ImLogLinesDropped gate-1'], async () => {
      const device = await user(1);
      const stopCalls = repeat(() => device.callLogic('getGroup', { groupId: 'AAAAAAAAAAAAAAAAAAAAAA' }));
      const release = holdConnections(gate.addresses.tcp ?? '', MAX_CONNECTIONS - 1);
      return async () => {
        release();
        await stopCalls();
        device.close();
        await gate.restart(ofHealthyGate);
      };
    });
  }

  /** A stranger writes into a topic of commands. Then MySQL is away, and the records pile up. */
  async function faultsOfRecords(): Promise<void> {
    const alice = await user(0);
    const bus = kafkaBus({ brokers: [servers.kafka.address], instance: 'stranger', replication: 1, log: silentLog });
    stops.push(() => bus.close());
    const place = { topic: topics.service('Logic'), partition: 0 };
    const write = (count: number): Promise<void> =>
      bus.publish(Array.from({ length: count }, (_, i) => ({ ...place, value: Buffer.from(`garbage ${i}`) })));
    await whileFaulty([`ImUnverifiedRecords ${place.topic}`, 'ImDeadLetters logic'], async () => {
      await write(1);
      return () => undefined;
    });
    await whileFaulty(['ImStoreFails logic', 'ImSlowAcks logic', 'ImLag logic'], async () => {
      await servers.mysql.kill();
      const stopCalls = repeat(() => alice.callLogic('listGroups', {}));
      await write(BACKLOG);
      return async () => {
        await servers.mysql.start();
        await stopCalls();
      };
    });
  }

  /** The store is ahead of Kafka in one partition, as if Kafka had lost records. */
  async function faultsOfPositions(): Promise<void> {
    const pool = mysqlPool(servers.mysql.address);
    stops.push(() => pool.end());
    const logic = one('logic');
    const move = async (by: number): Promise<void> => {
      await logic.kill();
      const columns = `next_offset = next_offset + ${by}, published_offset = published_offset + ${by}`;
      const where = `grp = 'logic' AND topic = '${topics.service('Logic')}' AND part = 1`;
      await pool.query(`UPDATE consumer_position SET ${columns} WHERE ${where}`);
      await logic.restart();
    };
    await whileFaulty(['ImPartitionsPaused logic'], async () => {
      await move(LOST_RECORDS);
      return () => move(-LOST_RECORDS);
    });
  }

  async function faultOfService(): Promise<void> {
    await whileFaulty(['ImServiceMissing verify', 'ImServiceMissing codes'], async () => {
      await one('verify').kill();
      return () => one('verify').restart();
    });
  }

  async function faultOfKafka(): Promise<void> {
    await whileFaulty(['ImKafkaUnreachable gate-0', 'ImKafkaUnreachable logic-0'], async () => {
      await servers.kafka.kill();
      return async () => {
        // What status does not hear of is not gone.
        expect(await firing()).not.toContain('ImInstancesMissing');
        await servers.kafka.start();
      };
    });
  }
});
