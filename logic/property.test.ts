// Random commands of several users with several devices, against a model that is as simple as can be: the same replies and codes, the same order, the same counts, and whoever was away
// finds by Sync what whoever was there has seen.
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { onEveryStore } from '../infra/serve/test-stores.ts';
import { codeOf } from '../infra/serve/test-world.ts';
import { im, routesOf } from '../proto/contract.ts';
import { Play, type Stage } from './test-play.ts';
import { idFrom, rounds } from './test-steps.ts';

const USERS = 4;
// The same sequences each time: what fails here fails everywhere. Another seed, and more of them, find more.
const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_121);
const RUNS = Number(process.env.PROPERTY_RUNS ?? 12);
// A sequence that fails is made shorter for so long.
const SHRINK_MS = 90_000;
const routes = new Map([...routesOf([im.Logic]).values()].map((route) => [route.handler, route]));

onEveryStore('Logic and its model', (world, store) => {
  beforeEach(async () => {
    await world().start('Logic');
  });

  let runs = 0;
  /** Users of their own for each run: what was stored by the run before is nobody's affair. */
  async function newStage(): Promise<Stage> {
    const run = `run ${++runs}`;
    const users = Array.from({ length: USERS }, (_, i) => idFrom(`${run}: user ${i}`).toString('base64url'));
    for (const user of users) await store().addUser(user);
    return {
      users,
      run,
      async ask({ rpc, user, device, request }) {
        const route = routes.get(rpc);
        const envelope = await world().ask(route?.name ?? rpc, request, { user, connection: device + 1 });
        if (envelope.failure) return { code: codeOf(envelope) ?? '', reply: {} };
        return { code: 'ok', reply: route?.reply.decode(envelope.payload) ?? {} };
      },
      inOrder: (first, second) => first.user === second.user,
    };
  }

  test('random commands of four users get the replies, the history and the counts of a simple model', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(rounds({ users: USERS, devices: 2, maxRounds: 45 }), async (all) => {
        await new Play(await newStage()).rounds(all);
        expect(world().deadLetters).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: SHRINK_MS, markInterruptAsFailure: true },
    );
  });
});
