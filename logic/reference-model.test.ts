// Random commands of several users with several devices, against a model that is as simple as can be: the same replies and codes,
// the same order, the same counts; each message is pushed to whoever may read it and to nobody else, and whoever was away finds
// by Sync what whoever was there has seen.
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
// The same sequences each time: what fails here fails everywhere. Another seed, and more of them, find more.
const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_121);
const RUNS = Number(process.env.PROPERTY_RUNS ?? 12);
// A sequence that fails is made shorter for so long.
const SHRINK_MS = 90_000;
const routes = new Map([...rpcsByNumber([im.Logic]).values()].map((route) => [route.handler, route]));

onEveryStore('Logic and its model', (world, store) => {
  let pushed: Map<number, im.Message[]>;
  beforeEach(async () => {
    pushed = new Map();
    await world().start('Logic');
    await world().bus.follow({
      topic: world().topics.gate,
      partition: 0,
      onGap: () => undefined,
      onRecords: (records) => {
        for (const { value } of records) for (const envelope of im.Pack.decode(value).envelopes ?? []) hear(envelope);
      },
    });
  });

  function hear({ kind, payload, targets }: im.Envelope.$Properties): void {
    const message = kind === im.Envelope.Kind.PUSH && payload && im.Push.decode(payload).messageStored;
    if (message) for (const target of targets ?? []) pushed.get(target)?.push(message as im.Message);
  }

  let runs = 0;
  let connections = 0;
  /** Users of their own for each run: what was stored by the run before is nobody's affair. */
  async function newStage(): Promise<SystemUnderTest> {
    const run = `run ${++runs}`;
    const users = Array.from({ length: USERS }, (_, i) => deriveId(`${run}: user ${i}`).toString('base64url'));
    for (const user of users) await store().addUser(user);
    const connectionsOf = new Map(users.map((user) => [user, Array.from({ length: DEVICES }, () => ++connections)]));
    for (const [user, own] of connectionsOf) {
      for (const connection of own) pushed.set(connection, []);
      const routed = own.map((connection) => ({
        sessionId: `session-${connection}`,
        epoch: 1,
        address: { instance: GATE, slot: 0, connection },
      }));
      world().routes.entries.set(user, routed);
    }
    const connectionOf = (user: string, device: number): number => connectionsOf.get(user)?.[device] ?? 0;
    return {
      users,
      run,
      async execute({ rpc, user, device, request }) {
        const route = routes.get(rpc);
        const envelope = await world().ask(route?.name ?? rpc, request, { user, connection: connectionOf(user, device) });
        if (envelope.failure) return { code: failureCode(envelope) ?? '', reply: {} };
        return { code: 'ok', reply: route?.reply.decode(envelope.payload) ?? {} };
      },
      devices: DEVICES,
      pushesTo: (user, device) => pushed.get(connectionOf(user, device)) ?? [],
      runsBefore: (first, second) => first.user === second.user,
    };
  }

  test('random commands of four users get the replies, the pushes, the history and the counts of a simple model', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(commandRounds({ users: USERS, devices: DEVICES, maxRounds: 45 }), async (all) => {
        await new ModelComparison(await newStage()).run(all);
        expect(world().deadLetters).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: SHRINK_MS, markInterruptAsFailure: true },
    );
  });
});
