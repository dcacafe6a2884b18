// The client's state of the own profile and of relations.
import { expect, test, vi } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import { connectedClient } from '../testing/sdk-fixture.ts';

const SYNC = 'Logic.sync';

// ORD-9
test('the newest version of a relation wins, and ended relations are dropped', async () => {
  const fixture = await connectedClient();
  const emitted: [string, boolean, number][] = [];
  fixture.client.on('relation', ({ userId, friend, version }) => emitted.push([userId, friend, version]));
  const relation = (friend: boolean, version: number): im.Push.$Properties => ({
    relationChanged: { other: { userId: 'bob', name: 'Bob' }, friend, version },
  });
  fixture.gate.sendPush(relation(true, 2));
  fixture.gate.sendPush(relation(false, 1));
  await vi.waitFor(() => expect(fixture.client.people.relations).toMatchObject([{ userId: 'bob', friend: true }]));
  fixture.gate.sendPush(relation(false, 3));
  await vi.waitFor(() => expect(fixture.client.people.relations).toEqual([]));
  fixture.gate.sendPush(relation(true, 2));
  await fixture.client.call.logic.findUser({ name: 'x' });
  expect(emitted).toEqual([
    ['bob', true, 2],
    ['bob', false, 3],
  ]);
});

test('hundreds of relations arrive in several syncs', async () => {
  const { client } = await connectedClient({}, (gate) => {
    gate.responders.set(SYNC, (frame) => {
      const { peopleVersion } = im.SyncRequest.decode(frame.payload);
      const upTo = Math.min(peopleVersion + 200, 450);
      const relations = Array.from({ length: upTo - peopleVersion }, (_, n) => ({
        ...{ other: { userId: `user-${peopleVersion + n + 1}` }, friend: true, version: peopleVersion + n + 1 },
      }));
      return im.SyncReply.encode({ relations, peopleVersion: upTo, morePeople: upTo < 450 }).finish();
    });
  });
  expect(client.people.relations).toHaveLength(450);
});

test('a profile pushed during a sync stays and is requested again', async () => {
  const fixture = await connectedClient();
  const { client, gate } = fixture;
  const named = (displayName: string): im.OwnProfile.$Properties => ({ profile: { userId: 'user-me', name: 'me', displayName } });
  gate.responders.set(SYNC, () => {
    gate.sendPush({ profileChanged: named('new') });
    return im.SyncReply.encode({ profile: named('old'), peopleVersion: 9 }).finish();
  });
  await client.sync();
  expect(client.people.profile).toMatchObject({ displayName: 'new' });
  gate.responders.delete(SYNC);
  await client.sync();
  expect(gate.requests<im.SyncRequest>(SYNC).at(-1)?.peopleVersion).not.toBe(9);
});
