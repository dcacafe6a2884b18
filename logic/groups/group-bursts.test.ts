// Many who change one group at the same moment: a matter of a few batches, none of them run one by one.
import { expect, test } from 'vitest';
import type { Batches } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicStore } from '../ports/index.ts';
import { groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { OPEN, BY_REQUEST } = im.JoinPolicy;

onEveryStore('Many at once', (world, store) => {
  /** A world whose batches are counted: how many there were, and how many of them ran one by one. */
  async function counted() {
    const counts = { batches: 0, isolated: 0 };
    const { batches } = store();
    const counting: Batches<LogicStore> = {
      ...batches,
      open: (group, topic, claims, options) => {
        if (claims.length > 0) counts.batches++;
        if (options?.isolated) counts.isolated++;
        return batches.open(group, topic, claims, options);
      },
    };
    await world().start('Logic', { batches: counting });
    const at = await groupFixture(world(), store());
    const storm = async (users: readonly string[], call: (user: string) => Promise<string>): Promise<void> => {
      Object.assign(counts, { batches: 0, isolated: 0 });
      const outcomes = await Promise.all(users.map(call));
      expect([...new Set(outcomes)]).toEqual(['ok']);
      expect(counts.isolated).toBe(0);
      expect(counts.batches).toBeLessThan(users.length / 4);
    };
    return { at, storm };
  }

  test('five hundred who join, speak and leave a group at once are each counted once', { timeout: 60_000 }, async () => {
    const { at, storm } = await counted();
    const [ann = '', ...others] = await at.addUsers(501);
    const groupId = await at.createGroup(ann, [], { joinPolicy: OPEN });
    await storm(others, (user) => at.callForCode(user, 'joinGroup', { groupId }));
    expect((await at.call(ann, 'getGroup', { groupId })).group?.members).toBe(501);
    expect((await at.findConversation(ann, groupId))?.lastSeq).toBe(501);
    await storm(others, (user) => at.callForCode(user, 'leaveGroup', { groupId }));
    expect((await at.call(ann, 'getGroup', { groupId })).group?.members).toBe(1);
    expect((await at.findConversation(ann, groupId))?.lastSeq).toBe(1001);
    await storm(others, (user) => at.callForCode(user, 'joinGroup', { groupId }));
  });

  test('a hundred members who invite twenty each at once bring in two thousand', { timeout: 60_000 }, async () => {
    const { at, storm } = await counted();
    const everybody = await at.addUsers(2000);
    const inviters = everybody.slice(0, 95);
    const [ann = '', ...members] = inviters;
    const groupId = await at.createGroup(ann, members, { joinPolicy: OPEN });
    const invited = (user: string) => everybody.slice(95).slice(inviters.indexOf(user) * 20, inviters.indexOf(user) * 20 + 20);
    await storm(inviters, (user) => at.callForCode(user, 'inviteToGroup', { groupId, users: invited(user) }));
    expect((await at.call(ann, 'getGroup', { groupId })).group?.members).toBe(1995);
    const last = everybody.slice(1995);
    for (const user of last) expect(await at.callForCode(user, 'joinGroup', { groupId })).toBe('ok');
    expect((await at.call(ann, 'getGroup', { groupId })).group?.members).toBe(2000);
  });

  test('five hundred who ask to be let in at once have all asked', { timeout: 60_000 }, async () => {
    const { at, storm } = await counted();
    const [ann = '', ...others] = await at.addUsers(501);
    const groupId = await at.createGroup(ann, [], { joinPolicy: BY_REQUEST });
    await storm(others, (user) => at.callForCode(user, 'joinGroup', { groupId, greeting: 'me?' }));
    expect((await at.call(ann, 'listJoinRequests', { groupId, limit: 200 })).requests).toHaveLength(200);
    expect(at.pushesTo(ann).filter(({ joinRequested }) => joinRequested)).toHaveLength(500);
    await storm(others.slice(0, 50), (user) => at.callForCode(ann, 'answerJoinRequest', { groupId, user, accept: true }));
    expect((await at.call(ann, 'getGroup', { groupId })).group?.members).toBe(51);
  });

  test('five hundred who join a group of fifteen hundred at once lead to more than a server takes at once, and are all let in', {
    timeout: 120_000,
  }, async () => {
    const { at, storm } = await counted();
    const everybody = await at.addUsers(2000);
    const [ann = '', ...members] = everybody.slice(0, 1500);
    const groupId = await at.createGroup(ann, members, { joinPolicy: OPEN });
    await storm(everybody.slice(1500), (user) => at.callForCode(user, 'joinGroup', { groupId }));
    expect((await at.call(ann, 'getGroup', { groupId })).group?.members).toBe(2000);
  });
});
