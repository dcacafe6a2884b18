// The same random commands as in property.test.ts, over sockets and through everything: gates, log, two logics, store and routes; each user on two devices, which are pushed every message.
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Device } from '../client/test-devices.ts';
import { onEveryServer } from '../client/test-servers.ts';
import { Play } from './test-play.ts';
import { rounds } from './test-steps.ts';

const USERS = 3;
const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_121);
// A sequence that fails is made shorter for so long.
const SHRINK_MS = 60_000;

onEveryServer('the whole and the model', (server) => {
  let runs = 0;

  /** Every device was pushed, once each, what its user sees: whether it was sent from it or from the other one. What is missing, Sync tells; two may have swapped places. */
  async function pushedAll(play: Play, devices: readonly (readonly [Device, Device])[]): Promise<void> {
    for (const { conversation, said, members } of play.state.talks.values())
      for (const [user, { firstSeq, leftSeq }] of members) {
        const seen = said.filter(({ seq }) => seq >= firstSeq && seq <= (leftSeq || seq)).map(({ seq }) => seq);
        const both = devices.find(([{ user: owner }]) => owner === user) ?? [];
        await vi.waitFor(() => {
          const pushed = both.map((device) => device.pushed(conversation).map(({ seq }) => seq));
          for (const seqs of pushed) expect(new Set(seqs).size, 'each once').toBe(seqs.length);
          // The device that sent it has the reply instead.
          const either = new Set(pushed.flat());
          expect(seen.filter((seq) => !either.has(seq))).toEqual([]);
        });
      }
  }

  test('random commands from two devices of each get the replies, the history and the counts of the model', {
    timeout: 90_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(rounds({ users: USERS, devices: 2, maxRounds: 30 }), async (all) => {
        const firsts = await server().people(USERS);
        const devices = await Promise.all(firsts.map(async (first) => [first, await server().second(first)] as const));
        const play = new Play({
          users: firsts.map(({ user }) => user),
          run: `run ${++runs}`,
          ask: ({ user, device, rpc, request }) => {
            const asking = devices.find(([{ user: owner }]) => owner === user)?.[device];
            if (!asking) throw new Error('no such device');
            return asking.outcome(rpc, request);
          },
          inOrder: (first, second) => first.user === second.user && first.device === second.device,
        });
        await play.rounds(all);
        await pushedAll(play, devices);
      }),
      {
        numRuns: Number(process.env.PROPERTY_RUNS ?? (server().real ? 2 : 4)),
        seed: SEED,
        interruptAfterTimeLimit: SHRINK_MS,
        markInterruptAsFailure: true,
      },
    );
  });
});
