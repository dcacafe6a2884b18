// What the client knows of its own profile and of those he has to do with.
import { expect, test, vi } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import { connectedClient } from '../testing/sdk-fixture.ts';

const SYNC = 'Logic.sync';

test('relations are kept by their versions, and what ended with all others', async () => {
  const world = await connectedClient();
  const told: [string, boolean, number][] = [];
  world.client.on('relation', ({ user, friend, version }) => told.push([user, friend, version]));
  const relation = (friend: boolean, version: number): im.Push.$Properties => ({
    relationChanged: { other: { user: 'bob', name: 'Bob' }, friend, version },
  });
  world.gate.sendPush(relation(true, 2));
  world.gate.sendPush(relation(false, 1));
  await vi.waitFor(() => expect(world.client.people.relations).toMatchObject([{ user: 'bob', friend: true }]));
  world.gate.sendPush(relation(false, 3));
  await vi.waitFor(() => expect(world.client.people.relations).toEqual([]));
  world.gate.sendPush(relation(true, 2));
  await world.client.call.logic.findUser({ name: 'x' });
  expect(told).toEqual([
    ['bob', true, 2],
    ['bob', false, 3],
  ]);
});

test('hundreds of relations come in as many calls as they need', async () => {
  const { client } = await connectedClient({}, (gate) => {
    gate.responders.set(SYNC, (frame) => {
      const { peopleVersion } = im.SyncRequest.decode(frame.payload);
      const upTo = Math.min(peopleVersion + 200, 450);
      const relations = Array.from({ length: upTo - peopleVersion }, (_, n) => ({
        ...{ other: { user: `user-${peopleVersion + n + 1}` }, friend: true, version: peopleVersion + n + 1 },
      }));
      return im.SyncReply.encode({ relations, peopleVersion: upTo, morePeople: upTo < 450 }).finish();
    });
  });
  expect(client.people.relations).toHaveLength(450);
});

test('a profile pushed while a sync is under way stays, and is asked for again', async () => {
  const world = await connectedClient();
  const { client, gate } = world;
  const named = (shownName: string): im.OwnProfile.$Properties => ({ profile: { user: 'user-me', name: 'me', shownName } });
  gate.responders.set(SYNC, () => {
    gate.sendPush({ profileChanged: named('new') });
    return im.SyncReply.encode({ profile: named('old'), peopleVersion: 9 }).finish();
  });
  await client.sync();
  expect(client.people.profile).toMatchObject({ shownName: 'new' });
  gate.responders.delete(SYNC);
  await client.sync();
  expect(gate.requests<im.SyncRequest>(SYNC).at(-1)?.peopleVersion).not.toBe(9);
});
