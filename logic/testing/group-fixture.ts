// A fixture for tests of groups: users with a connection each, who call Logic through the runtime and record their pushes.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { newId } from '../../proto/ids.ts';
import { im, type ReplyOf, type RequestShape, type RpcsOf, rpcsByNumber } from '../../proto/rpc.ts';
import type { RuntimeFixture } from './runtime/runtime-fixture.ts';
import { failureCode } from './runtime/runtime-fixture.ts';
import type { TestStoreWithTables } from './runtime/test-stores.ts';

type Rpcs = RpcsOf<im.Logic>;
const rpcs = new Map([...rpcsByNumber([im.Logic]).values()].map((route) => [route.handler, route]));

/** A push that a gate received, and the connections it is for. */
export interface RecordedPush {
  readonly gate: string;
  readonly targets: readonly number[];
  readonly event: im.Push;
}

export interface GroupFixture {
  /** Adds users, each with a connection at one of the gates. Returns their ids. */
  addUsers(count: number, gates?: readonly string[]): Promise<string[]>;
  /** Returns the reply. Rejects with the name of the failure's code as the message. */
  call<R extends keyof Rpcs>(userId: string, rpc: R, request: RequestShape<Rpcs[R]>): Promise<ReplyOf<Rpcs[R]>>;
  /** Returns 'ok', or the code of the failure. */
  callForCode<R extends keyof Rpcs>(userId: string, rpc: R, request: RequestShape<Rpcs[R]>): Promise<string>;
  /** Makes friends of a user and others: friends who are invited to a group are members at once. */
  befriend(userId: string, otherIds: readonly string[]): Promise<void>;
  /** Creates a group of `ownerId` and others, who become friends of the owner. Returns its id. */
  createGroup(
    ownerId: string,
    memberIds?: readonly string[],
    options?: Partial<im.CreateGroupRequest.$Properties>,
  ): Promise<string>;
  /** Sends a text to a group. Returns its seq. */
  sendText(userId: string, groupId: string, text?: string): Promise<number>;
  /** What a user can read of a conversation: texts, and system messages as "what by actor: users", with the given names. */
  readTexts(userId: string, conversationId: string, names?: Readonly<Record<string, string>>): Promise<string[]>;
  /** The conversation in the user's list. */
  findConversation(userId: string, conversationId: string): Promise<im.Conversation | undefined>;
  readRole(userId: string, groupId: string): Promise<im.GroupRole>;
  readonly pushes: readonly RecordedPush[];
  /** The pushes that a user's connection received. */
  pushesTo(userId: string): im.Push[];
}

export async function groupFixture(runtime: RuntimeFixture, store: TestStoreWithTables): Promise<GroupFixture> {
  const pushes: RecordedPush[] = [];
  const connections = new Map<string, { gate: string; connection: number }>();
  await runtime.bus.follow({
    topic: runtime.topics.gate,
    partition: 0,
    onGap: () => undefined,
    onRecords: (records) => {
      const envelopes = records.flatMap((record) => im.Pack.decode(record.value).envelopes);
      for (const { kind, payload, instance, targets } of envelopes as im.Envelope[])
        if (kind === im.Envelope.Kind.PUSH) pushes.push({ gate: instance, targets, event: im.Push.decode(payload) as im.Push });
    },
  });

  const ask: GroupFixture['call'] = async (userId, rpc, request) => {
    const rpcInfo = rpcs.get(rpc);
    if (!rpcInfo) throw new Error(`no rpc ${rpc}`);
    const reply = await runtime.ask(rpcInfo.name, request, { userId, connection: connections.get(userId)?.connection ?? 1 });
    if (reply.failure) throw new Error(failureCode(reply));
    return rpcInfo.reply.decode(reply.payload) as never;
  };

  const fixture: GroupFixture = {
    pushes,
    async addUsers(count, gates = ['gate.test']) {
      const userIds = Array.from({ length: count }, newId);
      for (let i = 0; i < userIds.length; i += 100)
        await Promise.all(userIds.slice(i, i + 100).map((userId) => store.addUser(userId)));
      for (const [i, userId] of userIds.entries()) {
        const gate = gates[i % gates.length] ?? '';
        const connection = 1000 + connections.size;
        connections.set(userId, { gate, connection });
        const address = { instance: gate, slot: 0, connection };
        runtime.routes.entries.set(userId, [{ sessionId: `session-${connection}`, epoch: 1, address }]);
      }
      return userIds;
    },
    call: ask,
    befriend: (userId, otherIds) => store.befriend(userId, otherIds),
    callForCode: (userId, rpc, request) =>
      ask(userId, rpc, request).then(
        () => 'ok',
        (error: Error) => error.message,
      ),
    async createGroup(ownerId, memberIds = [], options = {}) {
      await store.befriend(ownerId, memberIds);
      const request = { clientRequestId: randomBytes(16), name: 'a group', memberIds: [...memberIds], ...options };
      return (await ask(ownerId, 'createGroup', request)).group?.groupId ?? '';
    },
    sendText: async (userId, conversationId, text = 'hello') =>
      (await ask(userId, 'sendMessage', { clientMessageId: randomBytes(16), conversationId, text })).seq,
    async readTexts(userId, conversationId, names = {}) {
      const { messages } = await ask(userId, 'pullMessages', { conversationId, limit: 200 });
      return (messages as im.Message[]).map((message) => {
        if (message.kind !== im.MessageKind.SYSTEM) return message.text;
        const { what, who, users = [] } = JSON.parse(message.body) as { what: string; who: string; users?: string[] };
        expect(who).toBe(message.senderId);
        const to = users.map((id) => names[id] ?? '?').join('+');
        return `${what} by ${names[who] ?? '?'}${to && `: ${to}`}`;
      });
    },
    async findConversation(userId, conversationId) {
      const { conversations } = await ask(userId, 'listConversations', { limit: 200 });
      return (conversations as im.Conversation[]).find((each) => each.conversationId === conversationId);
    },
    readRole: async (userId, groupId) =>
      (await ask(userId, 'getGroup', { groupId })).group?.myRole ?? im.GroupRole.GROUP_ROLE_NONE,
    pushesTo(userId) {
      const at = connections.get(userId);
      return pushes
        .filter(({ gate, targets }) => at && gate === at.gate && targets.includes(at.connection))
        .map(({ event }) => event);
    },
  };
  return fixture;
}
