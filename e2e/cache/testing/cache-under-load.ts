// Users that read and change cached data all the time, and record every reply that was older than an earlier reply.
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { onTestFinished } from 'vitest';
import type { Client } from '../../../client/sdk/index.ts';

export interface ConnectedUser {
  readonly userId: string;
  readonly client: Client;
}

export interface ProfileLoad {
  /** Changes of the profile that have a reply so far. */
  changes(): number;
  /** Ends the load. `stale` describes each read that returned an older profile than a change that already had its reply. */
  stop(): Promise<{ readonly stale: readonly string[]; readonly reads: number; readonly changes: number }>;
}

/** One user changes their profile again and again, and the others read it. */
export function startProfileLoad(owner: ConnectedUser, readers: readonly ConnectedUser[]): ProfileLoad {
  const stale: string[] = [];
  const answered = { about: Number.NaN, changes: 0 };
  let reads = 0;
  let ended = false;
  const read = async ({ client }: ConnectedUser): Promise<void> => {
    while (!ended) {
      const least = answered.about;
      // While no service answers, the command fails at its deadline: the next round reads again.
      const found = await client.call.logic.getProfile({ userId: owner.userId }).catch(() => undefined);
      reads++;
      if (found && Number(found.profile?.about) < least) stale.push(`${found.profile?.about} after ${least}`);
    }
  };
  const change = async (): Promise<void> => {
    for (let version = Date.now(); !ended; version++) {
      await owner.client.call.logic.updateProfile({ about: String(version) }).then(
        () => {
          answered.about = version;
          answered.changes++;
        },
        () => undefined,
      );
    }
  };
  // Stop also when the test fails before it calls `stop`.
  onTestFinished(() => {
    ended = true;
  });
  const all = [change(), ...readers.map(read)];
  return {
    changes: () => answered.changes,
    async stop() {
      ended = true;
      await Promise.all(all);
      return { stale, reads, changes: answered.changes };
    },
  };
}

export interface RelationLoad {
  /** Ends the load. `wrong` describes each answer that did not match the last change. */
  stop(): Promise<{ readonly wrong: readonly string[]; readonly rounds: number }>;
}

/** Two users become friends, block and unblock each other again and again, and both check their lists after each change. */
export function startRelationLoad(carol: ConnectedUser, dave: ConnectedUser): RelationLoad {
  const wrong: string[] = [];
  let rounds = 0;
  let ended = false;
  const expectAnswer = async (what: string, found: Promise<unknown>, expected: unknown): Promise<void> => {
    const actual = await found;
    if (!isDeepStrictEqual(actual, expected)) wrong.push(`${what} in round ${rounds}: ${JSON.stringify(actual)}`);
  };
  const [one, other] = [relationView(carol), relationView(dave)];
  const runRound = async (): Promise<void> => {
    const [carols, daves] = [carol.client.call.logic, dave.client.call.logic];
    await retry(() => carols.requestFriend({ userId: dave.userId }));
    await expectAnswer('requests', other.requests(), 1);
    await retry(() => daves.answerFriendRequest({ userId: carol.userId, accept: true }));
    await expectAnswer('friends', Promise.all([one.friends(), other.friends(), other.requests()]), [1, 1, 0]);
    await retry(() => daves.block({ userId: carol.userId }));
    await expectAnswer('friends of the blocked', Promise.all([one.friends(), other.friends(), other.blocked()]), [0, 0, 1]);
    const messages = Promise.all([one.sendTo(dave.userId), other.sendTo(carol.userId)]);
    await expectAnswer('messages to the blocked', messages, ['BLOCKED', 'BLOCKED']);
    await retry(() => daves.unblock({ userId: carol.userId }));
    await expectAnswer('blocked', other.blocked(), 0);
    await expectAnswer('message', one.sendTo(dave.userId), 'sent');
    rounds++;
  };
  onTestFinished(() => {
    ended = true;
  });
  const all = (async () => {
    while (!ended) await runRound();
  })();
  return {
    async stop() {
      ended = true;
      await all;
      return { wrong, rounds };
    },
  };
}

/** A user's lists, as numbers, and whether a message was sent. */
function relationView({ client }: ConnectedUser) {
  const { logic } = client.call;
  const count = async (list: Promise<{ length: number } | string>): Promise<number> => (await list).length;
  return {
    friends: () => count(retry(async () => (await logic.listFriends({})).friends)),
    blocked: () => count(retry(async () => (await logic.listBlocked({})).users)),
    requests: () => count(retry(async () => (await logic.listFriendRequests({})).requests)),
    sendTo: (toUserId: string) => {
      const clientMessageId = randomBytes(16);
      return retry(() => logic.sendMessage({ clientMessageId, toUserId, text: 'hello' }).then(() => 'sent'));
    },
  };
}

/** Repeats a call while no service answers. Returns the result, or the code of any other error. All calls here are idempotent. */
async function retry<T>(call: () => Promise<T>): Promise<T | string> {
  for (;;) {
    const result = await call().catch((error: { code: string }) => error.code);
    if (result !== 'UNAVAILABLE' && result !== 'TIMEOUT') return result;
  }
}
