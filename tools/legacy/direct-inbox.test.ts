import { expect, onTestFinished, test } from 'vitest';
import { directConversationId, formatMessageId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import { DirectInbox } from './direct-inbox.ts';

const SOON = { timeout: 20_000 };
const [ME, PEER] = ['me', 'peer'];
const CONVERSATION = directConversationId(ME, PEER);

/** The server's side: one conversation, and what the inbox asks for. */
class FakeLogic {
  readonly messages: im.Message[] = [];
  readonly calls: string[] = [];
  readonly shown: string[] = [];
  /** Whether the client has taken what it was shown. */
  taken = Promise.resolve();
  /** Called before a reply is made. */
  beforeReply: (rpc: string) => void | Promise<void> = () => undefined;
  readonly inbox = new DirectInbox({
    userId: ME,
    call: <Reply extends object>(rpc: string, request: object) => this.#reply(rpc, request) as Promise<Reply>,
    show: (text) => this.shown.push(text),
    waitUntilTaken: () => this.taken,
  });

  constructor() {
    onTestFinished(() => this.inbox.close());
  }

  add(text: string, senderId = PEER, changes: im.Message.$Properties = {}): im.Message {
    const seq = this.messages.length + 1;
    const ids = { conversationId: CONVERSATION, seq, messageId: formatMessageId(CONVERSATION, seq), senderId };
    const message = im.Message.create({ ...ids, text, ...changes }) as im.Message;
    this.messages.push(message);
    return message;
  }

  /** Syncs, and waits until it is done. */
  async start(): Promise<void> {
    this.inbox.sync();
    await expect.poll(() => this.calls.at(-1), SOON).toBe('Logic.Sync');
    await new Promise((resolve) => setImmediate(resolve));
  }

  pullCount(): number {
    return this.calls.filter((rpc) => rpc === 'Logic.PullMessages').length;
  }

  async #reply(rpc: string, request: object): Promise<object> {
    this.calls.push(rpc);
    await this.beforeReply(rpc);
    const lastSeq = this.messages.length;
    if (rpc === 'Logic.Sync') {
      const conversations = lastSeq > 0 ? [im.Conversation.create({ conversationId: CONVERSATION, lastSeq })] : [];
      return im.SyncReply.create({ conversations });
    }
    // Pages of two.
    const { afterSeq } = request as im.PullMessagesRequest;
    return im.PullMessagesReply.create({ messages: this.messages.slice(afterSeq, afterSeq + 2), lastSeq, firstSeq: 1 });
  }
}

test('a sync shows the messages whose pushes were lost, once and in order, and none from before the log-in', async () => {
  const logic = new FakeLogic();
  logic.add('old');
  await logic.start();
  logic.inbox.take(logic.add('1'));
  for (let i = 2; i <= 6; i++) logic.add(String(i));
  logic.inbox.sync();
  await expect.poll(() => logic.shown, SOON).toEqual(['1', '2', '3', '4', '5', '6']);
  logic.inbox.take(logic.messages[4] as im.Message);
  logic.inbox.take(logic.add('7'));
  expect(logic.shown).toEqual(['1', '2', '3', '4', '5', '6', '7']);
});

test('a push after a lost one, or before an earlier one, is shown after it', async () => {
  const logic = new FakeLogic();
  await logic.start();
  const [first, second, third] = [logic.add('1'), logic.add('2'), logic.add('3')];
  logic.inbox.take(first);
  logic.inbox.take(third);
  logic.inbox.take(second);
  await expect.poll(() => logic.shown, SOON).toEqual(['1', '2', '3']);
});

test('the next page is pulled when the client has taken the last one', async () => {
  const logic = new FakeLogic();
  await logic.start();
  for (let i = 1; i <= 4; i++) logic.add(String(i));
  let take = (): void => undefined;
  logic.taken = new Promise((resolve) => {
    take = resolve;
  });
  logic.inbox.sync();
  await expect.poll(() => logic.shown, SOON).toEqual(['1', '2']);
  await new Promise((resolve) => setImmediate(resolve));
  expect(logic.pullCount()).toBe(1);
  take();
  await expect.poll(() => logic.shown, SOON).toEqual(['1', '2', '3', '4']);
});

test('a push during a pull is shown once, in order', async () => {
  const logic = new FakeLogic();
  await logic.start();
  logic.add('1');
  const second = logic.add('2');
  logic.beforeReply = (rpc) => {
    if (rpc === 'Logic.PullMessages' && logic.messages.length === 2) logic.inbox.take(logic.add('3'));
  };
  logic.inbox.take(second);
  await expect.poll(() => logic.shown, SOON).toEqual(['1', '2', '3']);
});

test('what is pushed before the first sync is shown after it, also in a conversation that is new', async () => {
  const logic = new FakeLogic();
  let hasBegun = false;
  logic.beforeReply = (rpc) => {
    if (rpc !== 'Logic.Sync' || hasBegun) return;
    hasBegun = true;
    logic.inbox.take(logic.add('1'));
    logic.inbox.take(logic.add('2'));
  };
  logic.inbox.sync();
  await expect.poll(() => logic.shown, SOON).toEqual(['1', '2']);
});

test('own messages, deleted ones and changes leave no gap, and are not shown', async () => {
  const logic = new FakeLogic();
  await logic.start();
  logic.inbox.take(logic.add('1'));
  logic.inbox.countSent(PEER, im.SendMessageReply.create({ ...logic.add('mine', ME) }) as im.SendMessageReply);
  logic.inbox.take(logic.add('from my other device', ME));
  logic.inbox.take(logic.add('', PEER, { kind: im.MessageKind.REACTED, target: 1 }));
  logic.inbox.take(logic.add('2'));
  expect(logic.shown).toEqual(['1', '2']);
  expect(logic.pullCount()).toBe(0);
});

test('a sync that fails is repeated', async () => {
  const logic = new FakeLogic();
  await logic.start();
  logic.add('1');
  let failures = 1;
  logic.beforeReply = () => {
    if (failures-- > 0) throw new Error('unavailable');
  };
  logic.inbox.sync();
  await expect.poll(() => logic.shown, SOON).toEqual(['1']);
});
