import { expect, test } from 'vitest';
import type { Admission } from '../../infra/ports/index.ts';
import { withoutDrain } from '../../infra/testing/bus/without-drain.ts';
import { failureCode, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { ImError } from '../../proto/errors.ts';
import { im } from '../../proto/rpc.ts';

/** Refuses commands of these handlers, and records the number of commands of each check. */
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

onEveryStore('admission', (fixture) => {
  const keep = (text: string) => fixture().send('Fixture.Keep', { text, toUserId: fixture().bob });
  const answered = (requests: readonly number[]) =>
    waitFor(() => requests.every((request) => fixture().replies(request).length > 0), 'all replies');
  const reply = (request: number) => fixture().replies(request)[0] as im.Envelope;
  const texts = async () => (await fixture().history(fixture().alice, fixture().bob)).map(({ text }) => text);

  test('is asked once for all commands that arrive together, and a refused command does not run', async () => {
    const admission = refusing('look', 'change');
    await fixture().start('Fixture', { admission });
    const before = keep('one');
    const refused = Array.from({ length: 100 }, () => fixture().send('Fixture.Look', { toUserId: fixture().bob }));
    refused.push(fixture().send('Fixture.Change', { toUserId: fixture().bob }));
    const after = keep('two');
    await answered([before, ...refused, after]);
    expect(refused.map((request) => failureCode(reply(request)))).toEqual(refused.map(() => 'TOO_MANY_REQUESTS'));
    expect(reply(refused[0] ?? 0).failure?.retryAfterMs).toBe(7);
    expect(await texts()).toEqual(['one', 'two']);
    expect(fixture().domainEvents).toEqual([]);
    expect(admission.asked).toEqual([101]);
  });

  test('is not asked about commands to which it does not apply', async () => {
    const admission = refusing('look');
    await fixture().start('Fixture', { admission });
    await answered([keep('one'), keep('two')]);
    expect(admission.asked).toEqual([]);
  });

  test('commands of one user keep their order during a check, and commands of other partitions do not wait', async () => {
    const { promise: answer, resolve } = Promise.withResolvers<void>();
    const check = (commands: readonly object[]) => answer.then(() => commands.map(() => undefined));
    await fixture().start('Fixture', { admission: { appliesTo: (handler) => handler === 'look', check } });
    const looked = fixture().send('Fixture.Look', { toUserId: fixture().bob });
    const behind = keep('behind');
    const others = [...'abcdefgh'].map((letter) => letter.repeat(22));
    const elsewhere = others.map((userId) => fixture().send('Fixture.Refuse', {}, { userId }));
    await waitFor(() => elsewhere.some((request) => fixture().replies(request).length > 0), 'an answer elsewhere');
    expect([looked, behind].map((request) => fixture().replies(request).length)).toEqual([0, 0]);
    resolve();
    await answered([looked, behind, ...elsewhere]);
    expect(failureCode(reply(looked))).toBe('CODE_UNSPECIFIED');
    expect(await texts()).toEqual(['behind']);
  });

  test('when the check throws, every command runs', async () => {
    const admission = { appliesTo: () => true, check: () => Promise.reject(new Error('away')) };
    await fixture().start('Fixture', { admission });
    const requests = [keep('one'), keep('two')];
    await answered(requests);
    expect(requests.map((request) => failureCode(reply(request)))).toEqual(['CODE_UNSPECIFIED', 'CODE_UNSPECIFIED']);
    expect(await texts()).toEqual(['one', 'two']);
  });

  test('after a takeover a refusal is replayed without another check', async () => {
    const never = new Promise<void>(() => undefined);
    const [first, second] = [refusing('keep'), refusing('keep')];
    const reached = Promise.withResolvers<void>();
    const afterCommit = () => {
      reached.resolve();
      return never;
    };
    const dying = await fixture().start('Fixture', { admission: first, afterCommit, bus: withoutDrain(fixture().bus) });
    const refused = keep('one');
    await reached.promise;
    void dying.close();
    await fixture().start('Fixture', { admission: second });
    await answered([refused]);
    expect(failureCode(reply(refused))).toBe('TOO_MANY_REQUESTS');
    expect([first.asked, second.asked]).toEqual([[1], []]);
    expect(await texts()).toEqual([]);
  });

  test('after a takeover a read is prepared again', async () => {
    const never = new Promise<void>(() => undefined);
    const reached = Promise.withResolvers<void>();
    const afterCommit = () => {
      reached.resolve();
      return never;
    };
    const { alice, bob } = fixture();
    const first = await fixture().start('Logic');
    await fixture().ask('Logic.RequestFriend', { userId: bob });
    await fixture().ask('Logic.AnswerFriendRequest', { userId: alice, accept: true }, { userId: bob });
    await first.close();
    const dying = await fixture().start('Logic', { afterCommit, bus: withoutDrain(fixture().bus) });
    const listed = fixture().send('Logic.ListFriends', {});
    await reached.promise;
    void dying.close();
    await fixture().start('Logic');
    await answered([listed]);
    expect(failureCode(reply(listed))).toBe('CODE_UNSPECIFIED');
    expect(im.ListFriendsReply.decode(reply(listed).payload).friends).toMatchObject([{ relation: { other: { userId: bob } } }]);
  });
});
