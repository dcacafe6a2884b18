// `npm run admin -- doctor` on real servers: it finds what was made wrong, and says what to do.
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import kafkajs from 'kafkajs';
import { expect, onTestFinished, test } from 'vitest';
import { clockSettings } from '../../infra/testing/clock-settings.ts';
import { describeReal, realServers } from '../../infra/testing/real-servers.ts';
import { newId } from '../../proto/ids.ts';
import { topicNames } from '../../proto/rpc.ts';
import { generateSecrets, startServices } from '../../tools/servers/service-processes.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const TOKEN = `test-${newId()}${newId()}`;
const HOUR_MS = 3_600_000;

describeReal('npm run admin -- doctor', ['kafka', 'mysql', 'redis'], () => {
  test('a low limit of files, a wrong topic and a wrong clock are found, each with what to do', {
    timeout: 180_000,
  }, async () => {
    const servers = await realServers(['kafka', 'mysql', 'redis']);
    onTestFinished(() => servers.release());
    const secrets = { ...servers.env, ...generateSecrets(), IM_MAX_CONNECTIONS: '5000', IM_ADMIN_TOKENS: `ann:read:${TOKEN}` };
    const services = await startServices(secrets, { gate: 1, auth: 1, status: 1 });
    onTestFinished(() => services.stop());
    await services.waitUntilReady();
    const env = {
      PATH: process.env.PATH,
      IM_ADMIN_URL: services.byRole('status')[0]?.addresses.admin ?? '',
      IM_ADMIN_TOKEN: TOKEN,
    };
    const doctor = () =>
      run(process.execPath, [join(ROOT, 'tools/admin/main.ts'), 'doctor'], { env }).then(
        ({ stdout }) => ({ stdout, code: 0 }),
        (error: { stdout: string; code: number }) => error,
      );
    await expect
      .poll(doctor, { timeout: 30_000, interval: 500 })
      .toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is wrong.') });
    const healthy = (await doctor()).stdout;
    for (const server of ['Kafka: 1 brokers', 'MySQL: ', 'Redis: ']) expect(healthy).toContain(server);

    const limited = spawn('bash', ['-c', 'ulimit -n 1024; exec "$0" gate/main.ts', process.execPath], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, ...secrets, IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_INSTANCE: 'gate-7' },
      stdio: 'ignore',
    });
    onTestFinished(() => void limited.kill('SIGKILL'));
    const wrongClock = await startServices(
      { ...secrets, IM_INSTANCE: 'auth-wrong', ...clockSettings({ aheadMs: HOUR_MS }) },
      { auth: 1 },
    );
    onTestFinished(() => wrongClock.stop());
    const topic = topicNames(servers.generation).status;
    const admin = new kafkajs.Kafka({ brokers: [servers.kafka], logLevel: kafkajs.logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] });
    await admin.disconnect();

    const wanted = [
      /WRONG +ulimit +gate-7: may open 1024 files and needs 5200.*\n +→ start it with ulimit -n 8192/,
      /WRONG +clocks +auth-wrong: its clock is 3600 s ahead of the others\n +→ run a time service/,
      new RegExp(
        `WRONG +topics +${topic}: has 3 partitions and the settings say 1.*\\n +→ nothing is lost; raise IM_TOPIC_GENERATION`,
      ),
    ];
    await expect
      .poll(
        async () => {
          const { stdout, code } = await doctor();
          return { missing: wanted.filter((line) => !line.test(stdout)).map(String), code };
        },
        { timeout: 60_000, interval: 500 },
      )
      .toEqual({ missing: [], code: 1 });
  });
});
