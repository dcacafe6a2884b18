// Random commands of several users with several devices. Server and reference model must give the same replies, codes, order and
// counts. Each message is pushed to exactly the users who may read it, and Sync returns to an offline user what others saw live.
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { im, rpcsByNumber } from '../proto/rpc.ts';
import { commandRounds, deriveId } from './testing/model/command-generator.ts';
import { ModelComparison, type SystemUnderTest } from './testing/model/model-comparison.ts';
import { failureCode } from './testing/runtime/runtime-fixture.ts';
import { onEveryStore } from './testing/runtime/test-stores.ts';

const USERS = 4;
const DEVICES = 2;
const GATE = 'gate.test';
// A fixed seed, so that a failure can be repeated. Other seeds and more runs find more failures.
const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_121);
const RUNS = Number(process.env.PROPERTY_RUNS ?? 12);
// Extra time to shrink a failing sequence.
const SHRINK_MS = 90_000;
const rpcs = new Map([...rpcsByNumber([im.Logic]).values()].map((info) => [info.handler, info]));

onEveryStore('Logic and its reference model', (fixture, store) => {
  let pushed: Map<number, im.Message[]>;
  beforeEach(async () => {
    pushed = new Map();
    await fixture().start('Logic');
    await fixture().bus.follow({
      topic: fixture().topics.gate,
      partition: 0,
      onGap: () => undefined,
      onRecords: (records) => {
        for (const { value } of records) for (const envelope of im.Pack.decode(value).envelopes ?? []) recordPush(envelope);
      },
    });
  });

  function recordPush({ kind, payload, targets }: im.Envelope.$Properties): void {
    const message = kind === im.Envelope.Kind.PUSH && payload && im.Push.decode(payload).messageStored;
    if (message) for (const target of targets ?? []) pushed.get(target)?.push(message as im.Message);
  }

  let runs = 0;
  let connections = 0;
  /** Each run has its own users, so that earlier runs do not affect it. */
  async function newSystem(): Promise<SystemUnderTest> {
    const run = `run ${++runs}`;
    const userIds = Array.from({ length: USERS }, (_, i) => deriveId(`${run}: user ${i}`).toString('base64url'));
    for (const userId of userIds) await store().addUser(userId);
    const connectionsOf = new Map(userIds.map((userId) => [userId, Array.from({ length: DEVICES }, () => ++connections)]));
    for (const [userId, own] of connectionsOf) {
      for (const connection of own) pushed.set(connection, []);
      const routed = own.map((connection) => ({
        sessionId: `session-${connection}`,
        epoch: 1,
        address: { instance: GATE, slot: 0, connection },
      }));
      fixture().routes.entries.set(userId, routed);
    }
    const connectionOf = (userId: string, device: number): number => connectionsOf.get(userId)?.[device] ?? 0;
    return {
      userIds,
      run,
      async execute({ rpc, userId, device, request }) {
        const info = rpcs.get(rpc);
        const envelope = await fixture().ask(info?.name ?? rpc, request, { userId, connection: connectionOf(userId, device) });
        if (envelope.failure) return { code: failureCode(envelope) ?? '', reply: {} };
        return { code: 'ok', reply: info?.reply.decode(envelope.payload) ?? {} };
      },
      devices: DEVICES,
      pushesTo: (userId, device) => pushed.get(connectionOf(userId, device)) ?? [],
      runsBefore: (first, second) => first.userId === second.userId,
    };
  }

  test('random commands of four users get the same replies, pushes, history and counts as the model', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(commandRounds({ users: USERS, devices: DEVICES, maxRounds: 45 }), async (all) => {
        await new ModelComparison(await newSystem()).run(all);
        expect(fixture().deadLetters).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: SHRINK_MS, markInterruptAsFailure: true },
    );
  });
});
