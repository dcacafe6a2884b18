// `npm run admin -- doctor` on real servers: it finds what was made wrong, and says what to do.
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import kafkajs from 'kafkajs';
import mysql from 'mysql2/promise';
import { expect, onTestFinished, test } from 'vitest';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { readKafkaState } from '../../infra/kafka/server-state.ts';
import { topicSpecs } from '../../infra/messaging/topics.ts';
import { clockSettings } from '../../infra/testing/clock-settings.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { newId } from '../../proto/ids.ts';
import { allServices, type Topics, topicNames } from '../../proto/rpc.ts';
import { examineKafka } from '../../status/doctor/kafka-checks.ts';
import { generateSecrets, startServices } from '../../tools/servers/service-processes.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const TOKEN = `test-${newId()}${newId()}`;
const HOUR_MS = 3_600_000;

describeReal('npm run admin -- doctor', ['kafka', 'mysql', 'redis'], () => {
  test('a low limit of files, a wrong clock, topic, address and schema are found, each with what to do', {
    timeout: 180_000,
  }, async () => {
    const servers = await realServers(['kafka', 'mysql', 'redis']);
    onTestFinished(() => servers.release());
    const secrets = { ...servers.env, ...generateSecrets(), IM_MAX_CONNECTIONS: '5000', IM_ADMIN_TOKENS: `ann:read:${TOKEN}` };
    const services = await startServices(secrets, { gate: 1, auth: 1, logic: 1, status: 1 });
    onTestFinished(() => services.stop());
    await services.waitUntilReady();
    const env = {
      PATH: process.env.PATH,
      IM_ADMIN_URL: services.byRole('status')[0]?.addresses.admin ?? '',
      IM_ADMIN_TOKEN: TOKEN,
    };
    const doctor = (...args: string[]) =>
      run(process.execPath, [join(ROOT, 'tools/admin/main.ts'), 'doctor', ...args], { env }).then(
        ({ stdout }) => ({ stdout, code: 0 }),
        (error: { stdout: string; code: number }) => error,
      );
    await expect
      .poll(() => doctor(), { timeout: 30_000, interval: 500 })
      .toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is wrong.') });
    const healthy = (await doctor()).stdout;
    const all = ['Kafka: 1 broker', 'MySQL: ', 'Redis: ', 'auth: 2 tables, 200-initial.sql', 'status: 1 table', 'ports'];
    for (const one of all) expect(healthy).toContain(one);
    const { findings } = JSON.parse((await doctor('--json')).stdout) as { findings: { check: string; isGood: boolean }[] };
    expect(findings.filter(({ isGood }) => !isGood)).toEqual([]);
    const checks = [
      'reports',
      'ulimit',
      'clocks',
      'secrets',
      'disk',
      'versions',
      'partitions',
      'ports',
      'servers',
      'topics',
      'schema',
    ];
    expect(new Set(findings.map(({ check }) => check))).toEqual(new Set(checks));

    const wrongGate = { IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_INSTANCE: 'gate-7', IM_PUBLIC_GATE_URLS: 'tcp://127.0.0.1:9' };
    const limited = spawn('bash', ['-c', 'ulimit -n 1024; exec "$0" gate/main.ts', process.execPath], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...secrets, ...wrongGate },
      stdio: 'ignore',
    });
    onTestFinished(() => void limited.kill('SIGKILL'));
    const wrongClock = await startServices(
      { ...secrets, IM_INSTANCE: 'auth-wrong', ...clockSettings({ aheadMs: HOUR_MS }) },
      { auth: 1 },
    );
    onTestFinished(() => wrongClock.stop());
    const untilFound = (wanted: readonly RegExp[]) =>
      expect
        .poll(
          async () => {
            const { stdout, code } = await doctor();
            return { missing: wanted.filter((line) => !line.test(stdout)).map(String), code };
          },
          { timeout: 60_000, interval: 500 },
        )
        .toEqual({ missing: [], code: 1 });
    await untilFound([
      /WRONG +ulimit +gate-7: may open 1024 files and needs 5200.*\n +→ start it with ulimit -n 8192/,
      /WRONG +clocks +auth-wrong: its clock is 3600 s ahead of the others\n +→ run a time service/,
      /WRONG +ports +gate-7: tcp:\/\/127.0.0.1:9 .*ECONNREFUSED.*\n +→ .*IM_PUBLIC_GATE_URLS/,
    ]);

    // Nothing starts any more, and so makes a missing topic again.
    const topics = topicNames(servers.generation);
    await spoilTopics(servers.kafka, topics);
    const database = await mysql.createConnection(servers.mysql);
    await database.query("INSERT INTO schema_files (name) VALUES ('999-later.sql')");
    await database.end();
    await untilFound([
      findsTopic(topics.events, 'has 12 partitions and the settings say 8', 'nothing is lost; raise IM_TOPIC_GENERATION'),
      findsTopic(topics.service('Presence'), 'does not exist', 'restart any service'),
      findsTopic(topics.service('Logic'), 'keeps records for 1 hours and 168 hours are needed', '.*retention.ms=604800000'),
      /WRONG +schema +is newer than this version, which does not know 999-later.sql\n +→ restart the instances/,
    ]);
    expect((await doctor('--json')).code).toBe(1);
  });

  test('topics with one replica are found where the settings ask for three, in one line', async () => {
    const servers = await realServers(['kafka']);
    onTestFinished(() => servers.release());
    const topics = topicNames(servers.generation);
    const specs = topicSpecs(topics, allServices(), { command: 2, gate: 2 });
    const bus = kafkaBus({ brokers: [servers.kafka], instance: newId(), replication: 1, log: silentLog });
    onTestFinished(() => bus.close());
    await bus.ensureTopics(specs);
    const probe = { brokers: [servers.kafka], instance: newId(), specs };
    const examine = async (replication: number) => {
      const found = examineKafka(await readKafkaState({ ...probe, replication }, silentLog));
      return found.filter(({ isGood }) => !isGood).map(({ check, text }) => `${check}: ${text}`);
    };
    await expect.poll(() => examine(1), { timeout: 30_000 }).toEqual([]);
    expect(await examine(3)).toEqual([
      'servers: 1 broker runs and IM_KAFKA_REPLICATION says 3',
      'topics: has 1 replica and IM_KAFKA_REPLICATION says 3',
      'topics: min.insync.replicas is 1: a record that only one broker has counts as stored',
    ]);
  });
});

async function spoilTopics(broker: string, topics: Topics): Promise<void> {
  const admin = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createPartitions({ topicPartitions: [{ topic: topics.events, count: 12 }] });
  await admin.deleteTopics({ topics: [topics.service('Presence')] });
  const configEntries = [{ name: 'retention.ms', value: String(HOUR_MS) }];
  const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topics.service('Logic'), configEntries };
  await admin.alterConfigs({ validateOnly: false, resources: [resource] });
  await admin.disconnect();
}

function findsTopic(topic: string, text: string, remedy: string): RegExp {
  return new RegExp(`WRONG +topics +${topic}: ${text}.*\\n +→ ${remedy}`);
}
