// Reads whose reply is a page: what they may cost others, and when they are answered.
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Batches } from '../../infra/ports/index.ts';
import type { LogicStore } from '../../logic/ports/index.ts';
import { USER_RATES } from '../../logic/rates.ts';
import { failureCode, waitFor } from '../../logic/testing/runtime/runtime-fixture.ts';
import { onEveryStore } from '../../logic/testing/runtime/test-stores.ts';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';

const CONVERSATIONS = 500;
const SYNCS = 60;

onEveryStore('paged reads', (fixture, store) => {
  const message = (toUserId: string, text: string) => ({ clientMessageId: randomBytes(16), toUserId, text });
  const isAnswered = (id: number): boolean => fixture().replies(id).length > 0;
  const answered = (ids: readonly number[]) => waitFor(() => ids.every(isAnswered), 'all replies');
  const syncReply = (id: number): im.SyncReply =>
    im.SyncReply.decode(fixture().replies(id)[0]?.payload ?? new Uint8Array()) as im.SyncReply;

  /** Alice gets this many conversations. */
  async function fillInbox(count: number): Promise<void> {
    const peers = Array.from({ length: count }, () => newId());
    for (const peer of peers) await store().addUser(peer);
    // Some at a time: a batch of all would take long on SQLite.
    for (let at = 0; at < count; at += 25)
      await answered(
        peers.slice(at, at + 25).map((peer) => fixture().send('Logic.SendMessage', message(peer, 'x'.repeat(1000)))),
      );
  }

  /** Counts the commands in each batch of reads, and the batches open at once. */
  function countedReads() {
    const counts = { perBatch: [] as number[], open: 0, mostOpen: 0 };
    const { batches } = store();
    const counting: Batches<LogicStore> = {
      ...batches,
      openReads: () => {
        const batch = batches.openReads();
        const at = counts.perBatch.push(0) - 1;
        counts.mostOpen = Math.max(counts.mostOpen, ++counts.open);
        return {
          beginCommand: () => {
            counts.perBatch[at] = (counts.perBatch[at] ?? 0) + 1;
            return batch.beginCommand();
          },
          rollback: () => {
            counts.open--;
            return batch.rollback();
          },
        };
      },
    };
    return { counts, counting };
  }

  test('60 heavy Syncs of one user at once take the messages of others only a part of their time', async () => {
    await fixture().start('Logic');
    const [carol, dave] = [newId(), newId()];
    for (const userId of [carol, dave]) await store().addUser(userId);
    await fillInbox(CONVERSATIONS);
    const startedAt = performance.now();
    const syncs = Array.from({ length: SYNCS }, () => fixture().send('Logic.Sync', { limit: CONVERSATIONS }));
    const waits: number[] = [];
    while (!syncs.every(isAnswered)) {
      const sentAt = performance.now();
      await fixture().ask('Logic.SendMessage', message(dave, 'hello'), { userId: carol });
      waits.push(performance.now() - sentAt);
    }
    const syncsMs = performance.now() - startedAt;
    waits.sort((a, b) => a - b);
    const [p50 = 0, max = 0] = [waits[waits.length >> 1], waits.at(-1)];
    console.info(`${SYNCS} Syncs in ${Math.round(syncsMs)} ms, meanwhile p50 ${Math.round(p50)} ms, max ${Math.round(max)} ms`);
    expect(waits.length).toBeGreaterThan(20);
    expect(max).toBeLessThan(syncsMs / 4);
  });

  test('at most two reads of a user run at once, and at most 16 of all users', async () => {
    const { counts, counting } = countedReads();
    await fixture().start('Logic', { batches: counting });
    await answered(Array.from({ length: 20 }, () => fixture().send('Logic.Sync', {})));
    expect(Math.max(...counts.perBatch)).toBe(2);
    const others = Array.from({ length: 40 }, () => newId());
    for (const userId of others) await store().addUser(userId);
    await answered(others.map((userId) => fixture().send('Logic.ListFriends', {}, { userId })));
    expect(Math.max(...counts.perBatch)).toBeLessThanOrEqual(16);
    expect(counts.mostOpen).toBe(1);
  });

  test('a page of Sync has at most 100 conversations, and the pages together have all', async () => {
    await fixture().start('Logic');
    await fillInbox(250);
    const seen = new Set<string>();
    const sizes: number[] = [];
    for (let after = '', isFirst = true; isFirst || after !== ''; isFirst = false) {
      const id = fixture().send('Logic.Sync', { afterConversationId: after, limit: 500 });
      await answered([id]);
      const reply = syncReply(id);
      sizes.push(reply.conversations.length);
      for (const { conversationId } of reply.conversations) seen.add(conversationId ?? '');
      after = reply.nextConversationId;
    }
    expect(sizes).toEqual([100, 100, 50]);
    expect(seen.size).toBe(250);
  });

  test('a read sees the commands that its user sent before it, and its reply survives a takeover', async () => {
    const { batches } = store();
    // It reads, and its replies never leave.
    const openReads: typeof batches.openReads = () => ({ ...batches.openReads(), rollback: () => new Promise(() => undefined) });
    const stuck = await fixture().start('Logic', { batches: { ...batches, openReads } });
    const sent = fixture().send('Logic.SendMessage', message(fixture().bob, 'hello'));
    const sync = fixture().send('Logic.Sync', {});
    const later = fixture().send('Logic.SendMessage', message(fixture().bob, 'later'));
    await answered([sent, later]);
    expect(isAnswered(sync)).toBe(false);
    void stuck.close();
    await fixture().start('Logic');
    await answered([sync]);
    expect(syncReply(sync).conversations).toMatchObject([{ lastSeq: 2 }]);
    expect(fixture().replies(sent)[0]?.failure).toBeFalsy();
  });

  test('a user above the bytes per second of reads waits, others do not, and a read without a caller is refused', async () => {
    await fixture().start('Logic', { userRates: { ...USER_RATES, readBytes: { perSecond: 20_000, burst: 1 } } });
    await fillInbox(20);
    const reads = Array.from({ length: 10 }, () => fixture().send('Logic.Sync', {}, { timeoutMs: 700 }));
    const other = fixture().send('Logic.Sync', {}, { userId: fixture().bob });
    await answered([other]);
    expect(reads.filter(isAnswered).length).toBeLessThan(4);
    await answered(reads);
    const codes = reads.map((id) => failureCode(fixture().replies(id)[0] as im.Envelope));
    expect(codes.at(0)).toBe('CODE_UNSPECIFIED');
    expect(codes.at(-1)).toBe('EXPIRED');
  });
});
