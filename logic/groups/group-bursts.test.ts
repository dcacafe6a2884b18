// Many changes of one group at the same moment run in a few batches, and none of these batches has to be isolated.
import { expect, test } from 'vitest';
import type { Batches } from '../../infra/ports/index.ts';
import { im } from '../../proto/rpc.ts';
import type { LogicStore } from '../ports/index.ts';
import { groupFixture } from '../testing/group-fixture.ts';
import { onEveryStore } from '../testing/runtime/test-stores.ts';

const { OPEN, BY_REQUEST } = im.JoinPolicy;

onEveryStore('many commands on one group at the same moment', (fixture, store) => {
  /** A fixture that counts its batches and its isolated batches. */
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
    await fixture().start('Logic', { batches: counting });
    const api = await groupFixture(fixture(), store());
    const burst = async (userIds: readonly string[], call: (userId: string) => Promise<string>): Promise<void> => {
      Object.assign(counts, { batches: 0, isolated: 0 });
      const outcomes = await Promise.all(userIds.map(call));
      expect([...new Set(outcomes)]).toEqual(['ok']);
      expect(counts.isolated).toBe(0);
      expect(counts.batches).toBeLessThan(userIds.length / 4);
    };
    return { api, burst };
  }

  test('when 500 users join, leave and join a group again at the same moments, each is counted once', {
    timeout: 60_000,
  }, async () => {
    const { api, burst } = await counted();
    const [ann = '', ...others] = await api.addUsers(501);
    const groupId = await api.createGroup(ann, [], { joinPolicy: OPEN });
    await burst(others, (userId) => api.callForCode(userId, 'joinGroup', { groupId }));
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(501);
    expect((await api.findConversation(ann, groupId))?.lastSeq).toBe(501);
    await burst(others, (userId) => api.callForCode(userId, 'leaveGroup', { groupId }));
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(1);
    expect((await api.findConversation(ann, groupId))?.lastSeq).toBe(1001);
    await burst(others, (userId) => api.callForCode(userId, 'joinGroup', { groupId }));
  });

  test('95 members who invite 20 users each at the same moment fill the group', { timeout: 60_000 }, async () => {
    const { api, burst } = await counted();
    const everybody = await api.addUsers(2000);
    const inviters = everybody.slice(0, 95);
    const [ann = '', ...memberIds] = inviters;
    const groupId = await api.createGroup(ann, memberIds, { joinPolicy: OPEN });
    const invited = (userId: string) =>
      everybody.slice(95).slice(inviters.indexOf(userId) * 20, inviters.indexOf(userId) * 20 + 20);
    for (const userId of inviters) await api.befriend(userId, invited(userId));
    await burst(inviters, (userId) => api.callForCode(userId, 'inviteToGroup', { groupId, userIds: invited(userId) }));
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(1995);
    const last = everybody.slice(1995);
    for (const userId of last) expect(await api.callForCode(userId, 'joinGroup', { groupId })).toBe('ok');
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(2000);
  });

  test('500 users who request to join at the same moment all have an open request', { timeout: 60_000 }, async () => {
    const { api, burst } = await counted();
    const [ann = '', ...others] = await api.addUsers(501);
    const groupId = await api.createGroup(ann, [], { joinPolicy: BY_REQUEST });
    await burst(others, (userId) => api.callForCode(userId, 'joinGroup', { groupId, greeting: 'me?' }));
    expect((await api.call(ann, 'listJoinRequests', { groupId, limit: 200 })).requests).toHaveLength(200);
    expect(api.pushesTo(ann).filter(({ joinRequested }) => joinRequested)).toHaveLength(500);
    await burst(others.slice(0, 50), (userId) => api.callForCode(ann, 'answerJoinRequest', { groupId, userId, accept: true }));
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(51);
  });

  test('500 users can join a group of 1500 at the same moment, although their changes exceed one round trip', {
    timeout: 120_000,
  }, async () => {
    const { api, burst } = await counted();
    const everybody = await api.addUsers(2000);
    const [ann = '', ...memberIds] = everybody.slice(0, 1500);
    const groupId = await api.createGroup(ann, memberIds, { joinPolicy: OPEN });
    await burst(everybody.slice(1500), (userId) => api.callForCode(userId, 'joinGroup', { groupId }));
    expect((await api.call(ann, 'getGroup', { groupId })).group?.memberCount).toBe(2000);
  });
});
