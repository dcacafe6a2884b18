import { expect, test } from 'vitest';
import type { Admission } from '../../infra/ports/index.ts';
import { failureCode, waitFor, withoutDrain } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';

/** Says no to commands of these handlers, and remembers how often it was asked about how many. */
function refusing(...handlers: string[]): Admission & { asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    appliesTo: (handler) => handlers.includes(handler),
    check: async (commands) => {
      asked.push(commands.length);
      return commands.map(() => new ImError('TOO_MANY_REQUESTS', 'no', { retryAfterMs: 7 }));
    },
  };
}

onEveryStore('admission', (world) => {
  const keep = (text: string) => world().send('Fixture.Keep', { text, to: world().bob });
  const answered = (requests: readonly number[]) =>
    waitFor(() => requests.every((request) => world().replies(request).length > 0), 'all replies');
  const reply = (request: number) => world().replies(request)[0] as im.Envelope;
  const texts = async () => (await world().history(world().alice, world().bob)).map(({ text }) => text);

  test('is asked once for all commands that arrive together, and what it refuses is not run', async () => {
    const admission = refusing('look', 'change');
    await world().start('Fixture', { admission });
    const before = keep('one');
    const refused = Array.from({ length: 100 }, () => world().send('Fixture.Look', { to: world().bob }));
    refused.push(world().send('Fixture.Change', { to: world().bob }));
    const after = keep('two');
    await answered([before, ...refused, after]);
    expect(refused.map((request) => failureCode(reply(request)))).toEqual(refused.map(() => 'TOO_MANY_REQUESTS'));
    expect(reply(refused[0] ?? 0).failure?.retryAfterMs).toBe(7);
    expect(await texts()).toEqual(['one', 'two']);
    expect(world().domainEvents).toEqual([]);
    expect(admission.asked).toEqual([101]);
  });

  test('is not asked about commands it has nothing to say about', async () => {
    const admission = refusing('look');
    await world().start('Fixture', { admission });
    await answered([keep('one'), keep('two')]);
    expect(admission.asked).toEqual([]);
  });

  test('commands of one user keep their order while it is asked, those of other partitions do not wait', async () => {
    const { promise: answer, resolve } = Promise.withResolvers<void>();
    const check = (commands: readonly object[]) => answer.then(() => commands.map(() => undefined));
    await world().start('Fixture', { admission: { appliesTo: (handler) => handler === 'look', check } });
    const looked = world().send('Fixture.Look', { to: world().bob });
    const behind = keep('behind');
    const others = [...'abcdefgh'].map((letter) => letter.repeat(22));
    const elsewhere = others.map((user) => world().send('Fixture.Refuse', {}, { user }));
    await waitFor(() => elsewhere.some((request) => world().replies(request).length > 0), 'an answer elsewhere');
    expect([looked, behind].map((request) => world().replies(request).length)).toEqual([0, 0]);
    resolve();
    await answered([looked, behind, ...elsewhere]);
    expect(failureCode(reply(looked))).toBe('CODE_UNSPECIFIED');
    expect(await texts()).toEqual(['behind']);
  });

  test('when it fails everybody goes on', async () => {
    const admission = { appliesTo: () => true, check: () => Promise.reject(new Error('away')) };
    await world().start('Fixture', { admission });
    const requests = [keep('one'), keep('two')];
    await answered(requests);
    expect(requests.map((request) => failureCode(reply(request)))).toEqual(['CODE_UNSPECIFIED', 'CODE_UNSPECIFIED']);
    expect(await texts()).toEqual(['one', 'two']);
  });

  test('who takes over answers a refusal again and does not ask again', async () => {
    const never = new Promise<void>(() => undefined);
    const [first, second] = [refusing('keep'), refusing('keep')];
    const reached = Promise.withResolvers<void>();
    const afterCommit = () => {
      reached.resolve();
      return never;
    };
    const dying = await world().start('Fixture', { admission: first, afterCommit, bus: withoutDrain(world().bus) });
    const refused = keep('one');
    await reached.promise;
    void dying.close();
    await world().start('Fixture', { admission: second });
    await answered([refused]);
    expect(failureCode(reply(refused))).toBe('TOO_MANY_REQUESTS');
    expect([first.asked, second.asked]).toEqual([[1], []]);
    expect(await texts()).toEqual([]);
  });

  test('who takes over looks again for what a command that only reads needs before its batch', async () => {
    const never = new Promise<void>(() => undefined);
    const reached = Promise.withResolvers<void>();
    const afterCommit = () => {
      reached.resolve();
      return never;
    };
    const { alice, bob } = world();
    const first = await world().start('Logic');
    await world().ask('Logic.RequestFriend', { user: bob });
    await world().ask('Logic.AnswerFriendRequest', { user: alice, accept: true }, { user: bob });
    await first.close();
    const dying = await world().start('Logic', { afterCommit, bus: withoutDrain(world().bus) });
    const listed = world().send('Logic.ListFriends', {});
    await reached.promise;
    void dying.close();
    await world().start('Logic');
    await answered([listed]);
    expect(failureCode(reply(listed))).toBe('CODE_UNSPECIFIED');
    expect(im.ListFriendsReply.decode(reply(listed).payload).friends).toMatchObject([{ relation: { other: { user: bob } } }]);
  });
});
