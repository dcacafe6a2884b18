// What users do to messages and conversations, against a model that is as simple as can be: random sequences of commands of three users get the same replies and codes, the same history, the
// same counts.
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { onEveryStore } from '../infra/serve/test-stores.ts';
import { codeOf } from '../infra/serve/test-world.ts';
import { allServices, im, routesOf } from '../proto/contract.ts';
import { conversationOf, newId } from '../proto/ids.ts';

interface Said {
  readonly seq: number;
  readonly sender: number;
  readonly kind: im.MessageKind;
  text: string;
  readonly target: number;
  readonly emoji: string;
  readonly removed: boolean;
  edited: boolean;
  recalled: boolean;
  changedBy: number;
  readonly reactions: Map<string, Set<number>>;
  readonly hiddenFrom: Set<number>;
}

interface Talk {
  readonly said: Said[];
  readonly read: Map<number, number>;
  readonly delivered: Map<number, number>;
}

const { TEXT, IMAGE, CUSTOM, EDITED, RECALLED, REACTED } = im.MessageKind;
const EMOJIS = ['👍', '❤️', '🇩🇪'] as const;

type Step =
  | { readonly what: 'send' | 'resend' | 'sendIn'; readonly kind: im.MessageKind }
  | { readonly what: 'edit' | 'recall' | 'hide' | 'read' | 'delivered'; readonly seq: number }
  | { readonly what: 'react'; readonly seq: number; readonly emoji: (typeof EMOJIS)[number]; readonly remove: boolean };
type Act = Step & { readonly from: number; readonly to: number };

const seq = fc.integer({ min: 0, max: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constantFrom('send', 'resend', 'sendIn'), kind: fc.constantFrom(TEXT, IMAGE) }) },
  { weight: 5, arbitrary: fc.record({ what: fc.constantFrom('edit', 'recall', 'hide', 'read', 'delivered'), seq }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('react' as const), seq, emoji: fc.constantFrom(...EMOJIS), remove: fc.boolean() }),
  },
);
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 }), step)
    .map(([from, to, what]) => ({ ...what, from, to })),
  { minLength: 1, maxLength: 60, size: 'max' },
);

/** What the server is to do, in a few lines. */
class Model {
  readonly talks = new Map<string, Talk>();

  talk(key: string): Talk | undefined {
    return this.talks.get(key);
  }

  say(key: string, sender: number, kind: im.MessageKind, content: Partial<Said>): Said {
    const talk: Talk = this.talks.get(key) ?? { said: [], read: new Map(), delivered: new Map() };
    this.talks.set(key, talk);
    const plain = { text: '', target: 0, emoji: '', removed: false, edited: false, recalled: false, changedBy: 0 };
    const said: Said = {
      ...plain,
      ...content,
      seq: talk.said.length + 1,
      sender,
      kind,
      reactions: new Map(),
      hiddenFrom: new Set<number>(),
    };
    talk.said.push(said);
    return said;
  }

  /** Makes `by` the last change of a message: of the edit before it nothing is left. */
  rewrite(talk: Talk, target: Said, by: Said, text: string): void {
    const before = talk.said[target.changedBy - 1];
    if (before) Object.assign(before, { text: '', edited: by.kind === EDITED, recalled: by.kind === RECALLED });
    Object.assign(target, {
      text,
      changedBy: by.seq,
      edited: target.edited || by.kind === EDITED,
      recalled: by.kind === RECALLED,
    });
  }

  unread(talk: Talk, user: number): number {
    const read = talk.read.get(user) ?? 0;
    return talk.said.filter((said) => said.seq > read && said.sender !== user && said.kind <= CUSTOM).length;
  }
}

const bodyOf = (kind: im.MessageKind, text: string): string => (kind === TEXT ? '' : JSON.stringify({ url: text }));

onEveryStore('messages and conversations', (world, store) => {
  beforeEach(async () => {
    await world().start('Logic');
  });

  async function ask<T>(rpc: string, request: object, user: string): Promise<{ code: string | undefined; reply: T }> {
    const envelope = await world().ask(`Logic.${rpc}`, request, { user });
    const route = [...routesOf(allServices()).values()].find(({ name }) => name === `Logic.${rpc}`);
    return { code: codeOf(envelope), reply: route?.reply.decode(envelope.payload) as T };
  }

  /** Carries one act out in both worlds. */
  async function act(
    model: Model,
    users: readonly string[],
    each: Act,
    last: Map<string, { request: object; seq: number }>,
  ): Promise<void> {
    const { from, to } = each;
    const user = users[from] ?? '';
    const conversation = conversationOf(user, users[to] ?? '');
    const talk = model.talk(conversation);
    const clientMessageId = Buffer.from(newId(), 'base64url');
    const target = 'seq' in each ? talk?.said[each.seq - 1] : undefined;
    const missing = !talk
      ? 'NO_SUCH_CONVERSATION'
      : !target || target.kind > CUSTOM || target.recalled
        ? 'NO_SUCH_MESSAGE'
        : undefined;
    const changed = async (rpc: string, request: object, refused: string | undefined, apply: () => Said): Promise<void> => {
      const { code, reply } = await ask<im.SendMessageReply>(rpc, { clientMessageId, conversation, ...request }, user);
      expect(code, JSON.stringify(each)).toBe(refused ?? 'CODE_UNSPECIFIED');
      if (refused) return;
      expect(reply.seq).toBe(apply().seq);
    };
    const notMine = target && target.sender !== from ? 'NOT_YOURS' : undefined;
    switch (each.what) {
      case 'resend':
      case 'sendIn':
      case 'send': {
        const before = last.get(`${from} ${to}`);
        if (each.what === 'resend') {
          if (!before) return;
          const { code, reply } = await ask<im.SendMessageReply>('SendMessage', before.request, user);
          expect([code, reply.seq]).toEqual(['CODE_UNSPECIFIED', before.seq]);
          return;
        }
        const text = each.kind === TEXT ? clientMessageId.toString('hex') : '';
        const place = each.what === 'send' ? { to: users[to] } : { conversation };
        const request = { clientMessageId, ...place, kind: each.kind, text, body: bodyOf(each.kind, 'x') };
        await changed(
          'SendMessage',
          { conversation: '', ...request },
          each.what === 'sendIn' && !talk ? 'NO_SUCH_CONVERSATION' : undefined,
          () => {
            const said = model.say(conversation, from, each.kind, { text });
            last.set(`${from} ${to}`, { request, seq: said.seq });
            return said;
          },
        );
        return;
      }
      case 'edit': {
        const text = target?.kind === TEXT ? `edited ${clientMessageId.toString('hex')}` : '';
        const request = { seq: each.seq, text, body: bodyOf(target?.kind ?? TEXT, 'y') };
        await changed('EditMessage', request, missing ?? notMine, () => {
          const said = model.say(conversation, from, EDITED, { text, target: each.seq });
          if (talk && target) model.rewrite(talk, target, said, text);
          return said;
        });
        return;
      }
      case 'recall':
        await changed('RecallMessage', { seq: each.seq }, missing ?? notMine, () => {
          const said = model.say(conversation, from, RECALLED, { target: each.seq });
          if (talk && target) model.rewrite(talk, target, said, '');
          return said;
        });
        return;
      case 'react': {
        const { emoji, remove } = each;
        await changed('React', { seq: each.seq, emoji, remove }, missing, () => {
          const who = target?.reactions.get(emoji) ?? new Set();
          target?.reactions.set(emoji, who);
          if (remove) who.delete(from);
          else who.add(from);
          return model.say(conversation, from, REACTED, { target: each.seq, emoji, removed: remove });
        });
        return;
      }
      case 'hide': {
        const { code } = await ask('DeleteForMe', { conversation, seqs: [each.seq, each.seq + 1] }, user);
        expect(code).toBe(talk ? 'CODE_UNSPECIFIED' : 'NO_SUCH_CONVERSATION');
        for (const said of talk?.said.slice(Math.max(0, each.seq - 1), each.seq + 1) ?? [])
          if (said.seq >= each.seq) said.hiddenFrom.add(from);
        return;
      }
      case 'read':
      case 'delivered': {
        const rpc = each.what === 'read' ? 'MarkRead' : 'MarkDelivered';
        const { code, reply } = await ask<im.MarkReply>(rpc, { conversation, seq: each.seq }, user);
        const refused = !talk ? 'NO_SUCH_CONVERSATION' : each.seq > talk.said.length ? 'BAD_ARGUMENT' : 'CODE_UNSPECIFIED';
        expect(code).toBe(refused);
        if (!talk || refused !== 'CODE_UNSPECIFIED') return;
        talk.delivered.set(from, Math.max(talk.delivered.get(from) ?? 0, each.seq));
        if (each.what === 'read') talk.read.set(from, Math.max(talk.read.get(from) ?? 0, each.seq));
        const reached = (each.what === 'read' ? talk.read : talk.delivered).get(from);
        expect(reply).toMatchObject({ seq: reached, unread: model.unread(talk, from) });
      }
    }
  }

  /** Both worlds look the same to a user. */
  async function compare(model: Model, users: readonly string[], me: number): Promise<void> {
    const user = users[me] ?? '';
    const { reply: listed } = await ask<im.ListConversationsReply>('ListConversations', {}, user);
    const { reply: synced } = await ask<im.SyncReply>('Sync', {}, user);
    expect(synced.conversations).toEqual(listed.conversations);
    const mine = users
      .map((other, i) => ({ i, conversation: conversationOf(user, other) }))
      .filter(({ conversation }) => model.talk(conversation));
    expect(new Set(listed.conversations.map(({ conversation }) => conversation))).toEqual(
      new Set(mine.map(({ conversation }) => conversation)),
    );
    for (const { i, conversation } of mine) {
      const talk = model.talk(conversation);
      const seen = listed.conversations.find((each) => each.conversation === conversation);
      if (!talk) continue;
      const last = talk.said.findLast(({ kind, hiddenFrom }) => kind < EDITED && !hiddenFrom.has(me));
      expect(seen).toMatchObject({
        peer: users[i],
        lastSeq: talk.said.length,
        unread: model.unread(talk, me),
        readSeq: talk.read.get(me) ?? 0,
        peerReadSeq: i === me ? 0 : (talk.read.get(i) ?? 0),
        peerDeliveredSeq: i === me ? 0 : (talk.delivered.get(i) ?? 0),
      });
      expect(seen?.lastMessage?.seq).toBe(last?.seq);
      const { reply: page } = await ask<im.PullMessagesReply>('PullMessages', { conversation, limit: 200 }, user);
      const { reply: back } = await ask<im.PullMessagesReply>(
        'PullMessages',
        { conversation, limit: 200, beforeSeq: 1000 },
        user,
      );
      expect(back).toEqual(page);
      expect(page.deletedSeqs).toEqual(talk.said.filter(({ hiddenFrom }) => hiddenFrom.has(me)).map((said) => said.seq));
      const found = page.messages.map(({ seq: at, sender, kind, text, target, emoji, removed, edited, recalled, reactions }) => ({
        seq: at,
        sender: users.indexOf(sender ?? ''),
        kind,
        text,
        target,
        emoji,
        removed,
        edited,
        recalled,
        reactions: Object.fromEntries((reactions ?? []).map((each) => [each.emoji, [each.count, each.mine]])),
      }));
      const expected = talk.said
        .filter(({ hiddenFrom }) => !hiddenFrom.has(me))
        .map(({ hiddenFrom, changedBy, reactions, ...said }) => ({
          ...said,
          reactions: Object.fromEntries(
            [...reactions].filter(([, who]) => who.size > 0).map(([emoji, who]) => [emoji, [who.size, who.has(me)]]),
          ),
        }));
      expect(found).toEqual(expected);
    }
  }

  test('random commands of three users get the replies, the history and the counts of a simple model', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (sequence) => {
        const users = [newId(), newId(), newId()];
        for (const user of users) await store().addUser(user);
        const model = new Model();
        const last = new Map<string, { request: object; seq: number }>();
        for (const each of sequence) await act(model, users, each, last);
        for (const me of users.keys()) await compare(model, users, me);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
