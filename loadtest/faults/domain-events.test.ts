// What other systems are told of a chat under load whose processes die: every message, whoever stored it.
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionTokens } from '../../auth/session-tokens.ts';
import { kafkaBus } from '../../infra/kafka/bus.ts';
import { migrateMysql } from '../../infra/mysql/migration.ts';
import type { Bus } from '../../infra/ports/index.ts';
import { describeReal, type RealServers, realServers } from '../../infra/testing/real-servers.ts';
import { im, topicNames } from '../../proto/rpc.ts';
import { generateSecrets, type ServiceProcesses, startServices } from '../../tools/servers/service-processes.ts';
import { LoadDriver } from '../driver/load-driver.ts';
import { PAIRS } from '../driver/workload.ts';
import { accountInserts, generateAccounts } from '../setup/accounts.ts';

const KINDS = ['kafka', 'mysql', 'redis'] as const;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describeReal('events of a chat under load', KINDS, () => {
  let servers: RealServers<(typeof KINDS)[number]>;
  let services: ServiceProcesses;
  let secrets: ReturnType<typeof generateSecrets>;
  let bus: Bus;

  beforeAll(async () => {
    servers = await realServers(KINDS);
    secrets = generateSecrets();
    await migrateMysql(servers.mysql, silent);
    services = await startServices({ ...servers.env, ...secrets, LOG_LEVEL: 'info' }, { gate: 1, auth: 1, logic: 2 });
    await services.waitUntilReady();
    bus = kafkaBus({ brokers: [servers.kafka], replication: 1, instance: 'events-test', log: silent });
  });
  afterAll(async () => {
    await bus?.close();
    await services?.stop();
    await servers?.release();
  });

  /** Everything on the topic of events, by id, and how many there were; grows while it is looked at. */
  async function listen(): Promise<{ readonly events: Map<string, im.DomainEvent>; count(): number }> {
    const events = new Map<string, im.DomainEvent>();
    let count = 0;
    await bus.consume({
      group: `events-test-${servers.generation}`,
      topic: topicNames(servers.generation).events,
      onAssigned: async (ranges) => new Map(ranges.map(({ partition, earliest }) => [partition, earliest])),
      onRevoked: async () => undefined,
      onRecords: (_partition, records) => {
        for (const { payload } of records.flatMap(({ value }) => im.Pack.decode(Buffer.from(value)).envelopes) as im.Envelope[]) {
          const happened = im.DomainEvent.decode(payload) as im.DomainEvent;
          events.set(happened.id, happened);
          count++;
        }
      },
    });
    return { events, count: () => count };
  }

  test('every message becomes a domain event although one logic process dies after a commit and another is killed', {
    timeout: 120_000,
  }, async () => {
    const people = generateAccounts(50, sessionTokens([Buffer.from(secrets.TOKEN_SECRET, 'base64url')]).issue);
    const connection = await createConnection(servers.mysql);
    for (const insert of accountInserts(people, 'CURRENT_TIMESTAMP(3)')) await connection.query(insert);
    await connection.end();
    const told = await listen();
    const urls = services.byRole('gate').map(({ addresses }) => addresses.tcp ?? '');
    const each = { usedBefore: false, workload: PAIRS, warmUpSeconds: 0, textBytes: 50, connectTimeoutMs: 30_000 };
    const load = new LoadDriver({ accounts: people, urls, rate: 200, seconds: 12, ...each });
    await load.connect();
    const toldMore = async (more: number): Promise<void> => {
      const from = told.events.size;
      await expect.poll(() => told.events.size - from, { timeout: 20_000 }).toBeGreaterThan(more);
    };
    const harm = async (): Promise<void> => {
      const [first, second] = services.byRole('logic');
      await toldMore(300);
      await first?.dieAfterCommit();
      await first?.waitForExit();
      await first?.restart();
      await toldMore(300);
      await second?.restart();
    };
    const [{ traffic }] = await Promise.all([load.run(() => undefined), harm()]);
    load.close();
    expect(traffic).toMatchObject({ acked: traffic.sent, unacknowledged: 0 });
    await expect.poll(() => told.events.size, { timeout: 20_000 }).toBe(traffic.sent);

    const seqs = new Map<string, number[]>();
    for (const { id, key, messageStored } of told.events.values()) {
      expect(id).toBe(`${key}.${messageStored?.seq}`);
      seqs.set(key, [...(seqs.get(key) ?? []), messageStored?.seq ?? 0]);
    }
    for (const each of seqs.values()) expect(each.sort((a, b) => a - b)).toEqual(each.map((_, i) => i + 1));
    // Some were told twice: what died had stored them and perhaps told them.
    expect(told.count()).toBeGreaterThanOrEqual(told.events.size);
  });
});
