// What an operator sees of a running stack: dashboards and alerts on real metrics, and the life of one message.
import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { mysqlPool, mysqlReader } from '../../infra/mysql/pool.ts';
import { describeReal, type RealServers, realServers } from '../../infra/testing/real-servers.ts';
import { silentLog } from '../../infra/testing/silent-log.ts';
import { topicNames } from '../../proto/rpc.ts';
import { generateSecrets, type ServiceProcesses, startServices } from '../../tools/servers/service-processes.ts';
import { findTrace, type TraceSources } from '../../tools/trace/find-trace.ts';
import { newDevice, PASSWORD, type TestDevice } from '../testing/device.ts';
import { PROMETHEUS, type PrometheusServer, RULES, startPrometheus } from './testing/prometheus-server.ts';

const WAIT = { timeout: 60_000, interval: 250 };
const ADMIN = join(import.meta.dirname, '../../tools/admin/main.ts');
const runTool = promisify(execFile);
const TOKEN = 'a'.repeat(40);
const DEPLOY = join(import.meta.dirname, '../../infra/deploy');

describeReal('an observed stack', ['kafka', 'mysql', 'redis'], () => {
  const logFolder = mkdtempSync(join(tmpdir(), 'im-observed-'));
  const devices: TestDevice[] = [];
  const stops: (() => unknown)[] = [];
  let servers: RealServers<'kafka' | 'mysql' | 'redis'>;
  let services: ServiceProcesses;
  let env: Record<string, string>;
  beforeAll(async () => {
    servers = await realServers(['kafka', 'mysql', 'redis']);
    const settings = { IM_LOG_DIR: logFolder, IM_RPC_LOG: '1', IM_REGISTRATION: 'open', IM_ADMIN_TOKENS: `ann:operate:${TOKEN}` };
    const counts = { gate: 2, auth: 1, logic: 1, status: 1 };
    env = { ...servers.env, ...generateSecrets(), ...settings };
    services = await startServices(env, counts);
    await services.waitUntilReady();
  }, 240_000);
  afterAll(async () => {
    for (const device of devices) device.close();
    for (const stop of stops.reverse()) await stop();
    await services?.stop();
    await servers?.release();
    rmSync(logFolder, { recursive: true, force: true });
  });

  const user = async (gate: 0 | 1): Promise<TestDevice> => {
    const device = newDevice(services.byRole('gate')[gate]?.addresses.tcp ?? '');
    devices.push(device);
    await device.client.register({ name: `u-${randomUUID()}`, password: PASSWORD });
    return device;
  };

  test('the life of a message is found by its id, and by its trace id', async () => {
    const bus = kafkaBus({ brokers: [servers.kafka], replication: 1, instance: 'trace', log: silentLog });
    const pool = mysqlPool(servers.mysql);
    stops.push(
      () => bus.close(),
      () => pool.end(),
    );
    const sources: TraceSources = {
      bus,
      topics: topicNames(servers.generation),
      reader: mysqlReader(pool),
      logFolder,
      maxRecords: 10_000,
    };
    const [alice, bob] = [await user(0), await user(1)];
    const { messageId = '', conversationId, seq } = await alice.client.send(bob.userId, 'a private text');
    await expect.poll(() => bob.messages.length, WAIT).toBe(1);
    await bob.logic.markRead({ conversationId, seq });

    const life = await findTrace(sources, messageId);
    expect(life.message).toMatchObject({ messageId, senderId: alice.userId, isEdited: false, isRecalled: false });
    expect(life.message?.receivers).toEqual([{ userId: bob.userId, isDelivered: true, isRead: true }]);
    expect(life.traceId).toMatch(/^[0-9a-f]{32}$/);
    const records = life.records.map(({ what, gate }) => `${what} ${gate}`);
    expect(records).toContain('command Logic.SendMessage gate-0');
    expect(records).toContain('reply to Logic.SendMessage gate-0');
    expect(records).toContain('push to 1 connections gate-1');
    expect(life.records.find(({ what }) => what.startsWith('command'))).toMatchObject({ userId: alice.userId });
    expect(life.records.find(({ what }) => what.startsWith('reply'))).toMatchObject({ code: 'OK' });
    const lines = life.logLines.map((line) => line as { role: string; msg: string });
    expect(lines.map(({ role, msg }) => `${role} ${msg}`).sort()).toEqual(['gate rpc', 'logic command']);
    expect(JSON.stringify(life)).not.toContain('private');

    const { stdout } = await runTool(process.execPath, [ADMIN, 'trace', messageId], {
      env: { PATH: process.env.PATH ?? '', ...env },
    });
    expect(stdout).toContain(`trace     ${life.traceId}`);
    expect(stdout).toContain(`receiver  ${bob.userId}: read`);
    expect(stdout).toContain('command Logic.SendMessage (gate-0, accepted at');

    expect(await findTrace(sources, life.traceId)).toMatchObject({ message: { messageId }, traceId: life.traceId });
    expect(await findTrace(sources, `${conversationId}.999999`)).toMatchObject({ message: undefined, records: [] });
    await expect(findTrace(sources, 'nonsense')).rejects.toThrow('neither a message id nor a trace id');
  }, 180_000);

  test('the trace of an act of an operator has what its service did and whom it disconnected', async () => {
    const bus = kafkaBus({ brokers: [servers.kafka], replication: 1, instance: 'trace-act', log: silentLog });
    stops.push(() => bus.close());
    const pool = mysqlPool(servers.mysql);
    stops.push(() => pool.end());
    const alice = await user(1);
    const admin = services.byRole('status')[0]?.addresses.admin ?? '';
    const act = async (path: string, body: object): Promise<string> => {
      const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
      const response = await fetch(`${admin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      expect([response.status, await response.text()]).toEqual([200, expect.anything()]);
      return response.headers.get('Trace-Id') ?? '';
    };
    const noticed = await act('/api/notices', { text: 'a private notice', users: [alice.name] });
    await expect.poll(() => alice.pushes.some(({ notice }) => notice), WAIT).toBe(true);
    const levelled = await act('/api/log-level', { level: 'debug', instance: 'gate-1' });
    const ended = await act(`/api/users/${alice.name}/end-sessions`, {});
    await expect.poll(() => alice.closeReason, WAIT).toBe('SESSION_ENDED');

    const topics = topicNames(servers.generation);
    const sources: TraceSources = { bus, topics, reader: mysqlReader(pool), logFolder, maxRecords: 10_000 };
    const recordsOf = async (traceId: string): Promise<string[]> =>
      (await findTrace(sources, traceId)).records.map(({ what, gate }) => `${what} ${gate}`);
    expect(await recordsOf(ended)).toEqual([
      'command Auth.EndSessions status-0',
      'close gate-1',
      'reply to Auth.EndSessions status-0',
    ]);
    expect(await recordsOf(noticed)).toEqual(expect.arrayContaining(['push to 1 connections gate-1']));
    expect(await recordsOf(levelled)).toEqual(['control ']);
    const { logLines } = await findTrace(sources, levelled);
    expect(logLines).toMatchObject([{ instance: 'gate-1', logLevel: 'debug', traceId: levelled }]);

    const { stdout } = await runTool(process.execPath, [ADMIN, 'trace', ended], {
      env: { PATH: process.env.PATH ?? '', ...env },
    });
    expect(stdout).toContain('command Auth.EndSessions');
    expect(stdout).toContain('close (gate-1)');
  }, 180_000);

  describe.skipIf(!PROMETHEUS)('with Prometheus', () => {
    let prometheus: PrometheusServer;
    beforeAll(async () => {
      prometheus = await startPrometheus(`${services.byRole('status')[0]?.addresses.admin}/targets`);
      stops.push(() => prometheus.stop());
    });

    test('every panel of every dashboard and every alert has data of a loaded stack', async () => {
      const [alice, bob] = [await user(0), await user(0)];
      const { group } = await alice.logic.createGroup({ clientRequestId: randomBytes(16), name: 'friends' });
      const groupId = group?.groupId ?? '';
      let isDone = false;
      const load = (async () => {
        while (!isDone) {
          await alice.client.send(bob.userId, 'hello');
          await alice.callLogic('getGroup', { groupId });
          await alice.callLogic('listGroups', {});
          await alice.callLogic('listFriends', {});
          await alice.callLogic('listGroupMembers', { groupId });
          await alice.callLogic('getGroup', { groupId: 'AAAAAAAAAAAAAAAAAAAAAA' });
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      })();
      const closed = await user(1);
      closed.close();
      try {
        const expressions = [...panelExpressions(), ...alertSources()];
        expect(expressions.length).toBeGreaterThan(60);
        expect(alertSources()).toHaveLength(readFileSync(RULES, 'utf8').match(/- alert:/g)?.length ?? 0);
        const empty = async (): Promise<string[]> => {
          const results = await Promise.all(expressions.map(async (one) => ({ one, samples: await prometheus.query(one) })));
          return results.filter(({ samples }) => samples.length === 0).map(({ one }) => one);
        };
        await expect.poll(empty, { timeout: 90_000, interval: 2000 }).toEqual([]);
      } finally {
        isDone = true;
        await load;
      }
    }, 180_000);
  });
});

/** The queries of all dashboards, with the interval that Grafana puts in. */
function panelExpressions(): string[] {
  const folder = join(DEPLOY, 'grafana');
  return readdirSync(folder).flatMap((name) => {
    const { panels } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { panels: { targets: { expr: string }[] }[] };
    return panels.flatMap(({ targets }) => targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '10s')));
  });
}

/** What each alert compares, without the comparison: while all is well, the comparison has no samples. */
function alertSources(): string[] {
  const rules = readFileSync(RULES, 'utf8');
  return [...rules.matchAll(/^ +expr: (.*?) (?:==|>) [\d.]+$/gm)].map(([, source = '']) => source);
}
