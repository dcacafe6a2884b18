// One member who sends far more than a person does: what it costs the group, and who is refused.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { im } from '../../proto/rpc.ts';
import { USER_RATES } from '../rates.ts';
import { groupFixture } from '../testing/group-fixture.ts';
import { failureCode, waitFor } from '../testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const MEMBERS = 100;
// It refills so slowly that a busy machine changes nothing.
const PUSHES = { perSecond: 20, burst: USER_RATES.pushes.burst };

onEveryStore('a flood of messages to a group', (fixture, store) => {
  test('is slowed down, then refused in one piece, over all connections of its sender, and not of others', async () => {
    await fixture().start('Logic', { userRates: { ...USER_RATES, pushes: PUSHES } });
    const api = await groupFixture(fixture(), store());
    const [ann = '', ben = '', ...others] = await api.addUsers(MEMBERS);
    const groupId = await api.createGroup(ann, [ben, ...others]);
    const send = (userId: string, connection: number): number =>
      fixture().send(
        'Logic.SendMessage',
        { clientMessageId: randomBytes(16), conversationId: groupId, text: 'x' },
        { userId, connection },
      );
    const replies = async (ids: readonly number[]) => {
      await waitFor(() => ids.every((id) => fixture().replies(id).length > 0), 'all replies');
      return ids.map((id) => fixture().replies(id)[0] as im.Envelope);
    };
    // As many as a gate reads at once from one connection: above the rate, and every one is stored.
    const first = await replies(Array.from({ length: 60 }, () => send(ann, 1)));
    expect(new Set(first.map(failureCode))).toEqual(new Set(['CODE_UNSPECIFIED']));
    expect(first[0]?.pauseMs).toBe(0);
    expect(first.at(-1)?.pauseMs).toBeGreaterThan(1000);
    // More connections of the same user share the rate.
    const flood = await replies(Array.from({ length: 459 }, (_, i) => send(ann, 2 + (i % 7))));
    const codes = flood.map(failureCode);
    const accepted = codes.filter((code) => code === 'CODE_UNSPECIFIED').length;
    expect(codes.slice(accepted).every((code) => code === 'TOO_MANY_REQUESTS')).toBe(true);
    expect((60 + accepted) * MEMBERS).toBeLessThan(2.2 * PUSHES.burst);
    expect(flood.at(-1)?.failure?.retryAfterMs).toBeGreaterThan(5000);
    const [reply] = await replies([send(ben, 9)]);
    expect([reply && failureCode(reply), reply?.pauseMs]).toEqual(['CODE_UNSPECIFIED', 0]);
  });
});
