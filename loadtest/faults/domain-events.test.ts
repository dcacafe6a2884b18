// Domain events of a chat under load while logic processes die: every message becomes a domain event.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionTokens } from '../../auth/session-tokens.ts';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import type { Bus } from '../../infra/ports/index.ts';
import { describeReal, type RealServers, realServers } from '../../infra/testing/real-servers.ts';
import { im, topicNames } from '../../proto/rpc.ts';
import { runMysqlStatements } from '../../tools/servers/mysql-statements.ts';
import { generateSecrets, type ServiceProcesses, startServices } from '../../tools/servers/service-processes.ts';
import { LoadDriver } from '../driver/load-driver.ts';
import { PAIRS } from '../driver/workload.ts';
import { accountInserts, generateAccounts } from '../setup/accounts.ts';

const KINDS = ['kafka', 'mysql', 'redis'] as const;
const silentLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describeReal('domain events of a chat under load', KINDS, () => {
  let servers: RealServers<(typeof KINDS)[number]>;
  let services: ServiceProcesses;
  let secrets: ReturnType<typeof generateSecrets>;
  let bus: Bus;

  beforeAll(async () => {
    servers = await realServers(KINDS);
    secrets = generateSecrets();
    await migrateMysql(servers.mysql, silentLog);
    services = await startServices({ ...servers.env, ...secrets, IM_LOG_LEVEL: 'info' }, { gate: 1, auth: 1, logic: 2 });
    await services.waitUntilReady();
    bus = kafkaBus({ brokers: [servers.kafka], replication: 1, instance: 'events-test', log: silentLog });
  });
  afterAll(async () => {
    await bus?.close();
    await services?.stop();
    await servers?.release();
  });

  /** Consumes the topic of domain events: the events by id, and the count of all records. Both grow while the test runs. */
  async function consumeEvents(): Promise<{ readonly events: Map<string, im.DomainEvent>; count(): number }> {
    const events = new Map<string, im.DomainEvent>();
    let count = 0;
    await bus.consume({
      group: `events-test-${servers.generation}`,
      topic: topicNames(servers.generation).events,
      onAssigned: async (ranges) => new Map(ranges.map(({ partition, earliest }) => [partition, earliest])),
      onRevoked: async () => undefined,
      onRecords: (_partition, records) => {
        for (const { payload } of records.flatMap(({ value }) => im.Pack.decode(Buffer.from(value)).envelopes) as im.Envelope[]) {
          const event = im.DomainEvent.decode(payload) as im.DomainEvent;
          events.set(event.id, event);
          count++;
        }
      },
    });
    return { events, count: () => count };
  }

  test('every message becomes a domain event although one logic process dies after a commit and another is killed', {
    timeout: 120_000,
  }, async () => {
    const accounts = generateAccounts(50, sessionTokens([Buffer.from(secrets.IM_TOKEN_SECRET, 'base64url')]).issue);
    await runMysqlStatements(servers.mysql, accountInserts(accounts, 'CURRENT_TIMESTAMP(3)'));
    const published = await consumeEvents();
    const urls = services.byRole('gate').map(({ addresses }) => addresses.tcp ?? '');
    const plan = { usedBefore: false, workload: PAIRS, warmUpSeconds: 0, textBytes: 50, connectTimeoutMs: 30_000 };
    const load = new LoadDriver({ accounts, urls, rate: 200, seconds: 12, ...plan });
    await load.connect();
    const waitForMore = async (more: number): Promise<void> => {
      const from = published.events.size;
      await expect.poll(() => published.events.size - from, { timeout: 20_000 }).toBeGreaterThan(more);
    };
    const killProcesses = async (): Promise<void> => {
      const [first, second] = services.byRole('logic');
      await waitForMore(300);
      await first?.dieAfterCommit();
      await first?.waitForExit();
      await first?.restart();
      await waitForMore(300);
      await second?.restart();
    };
    const [{ traffic }] = await Promise.all([load.run(() => undefined), killProcesses()]);
    load.close();
    expect(traffic).toMatchObject({ acked: traffic.sent, unacknowledged: 0 });
    await expect.poll(() => published.events.size, { timeout: 20_000 }).toBe(traffic.sent);

    const seqs = new Map<string, number[]>();
    for (const { id, key, messageStored } of published.events.values()) {
      expect(id).toBe(`${key}.${messageStored?.seq}`);
      seqs.set(key, [...(seqs.get(key) ?? []), messageStored?.seq ?? 0]);
    }
    for (const each of seqs.values()) expect(each.sort((a, b) => a - b)).toEqual(each.map((_, i) => i + 1));
    // The next owner of a partition may publish events again that the dead process had already published.
    expect(published.count()).toBeGreaterThanOrEqual(published.events.size);
  });
});
