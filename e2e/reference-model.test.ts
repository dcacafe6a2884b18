// Runs the random commands of logic/reference-model.test.ts through a whole deployment: sockets, gates, log, logics, store,
// routes. Each user has two devices, which receive every push.
import fc from 'fast-check';
import { test } from 'vitest';
import { commandRounds } from '../logic/testing/model/command-generator.ts';
import { ModelComparison } from '../logic/testing/model/model-comparison.ts';
import type { im } from '../proto/rpc.ts';
import { describeOnEverySystem } from './testing/test-system.ts';

const USERS = 3;
const DEVICES = 2;
const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_121);
// Extra time to shrink a failing sequence.
const SHRINK_MS = 60_000;

describeOnEverySystem('the system and the reference model', (system, kind) => {
  let runs = 0;

  test('random commands from two devices of each user get the replies, pushes, history and counts of the model', {
    timeout: 90_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(commandRounds({ users: USERS, devices: DEVICES, maxRounds: 30 }), async (all) => {
        const firsts = await system().newUsers(USERS);
        const devices = await Promise.all(firsts.map(async (first) => [first, await system().secondDevice(first)] as const));
        const play = new ModelComparison({
          userIds: firsts.map(({ userId }) => userId),
          run: `run ${++runs}`,
          devices: DEVICES,
          pushesTo: (userId, device) => {
            const { pushes = [] } = devices.find(([{ userId: ownerId }]) => ownerId === userId)?.[device] ?? {};
            return pushes.flatMap(({ messageStored }) => (messageStored ? [messageStored as im.Message] : []));
          },
          execute: ({ userId, device, rpc, request }) => {
            const asking = devices.find(([{ userId: ownerId }]) => ownerId === userId)?.[device];
            if (!asking) throw new Error('no such device');
            return asking.callLogic(rpc, request);
          },
          runsBefore: (first, second) => first.userId === second.userId && first.device === second.device,
        });
        await play.run(all);
      }),
      {
        numRuns: Number(process.env.PROPERTY_RUNS ?? (kind === 'distributed' ? 2 : 4)),
        seed: SEED,
        interruptAfterTimeLimit: SHRINK_MS,
        markInterruptAsFailure: true,
      },
    );
  });
});
