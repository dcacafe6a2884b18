// For tests of groups: many users, each with a connection, who call Logic through the runtime and see what is pushed to them.
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { TestStore, World } from '../infra/serve/test-world.ts';
import { codeOf } from '../infra/serve/test-world.ts';
import { im, type ReplyOf, type RequestShape, type RpcsOf, routesOf } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';

type Rpcs = RpcsOf<im.Logic>;
const routes = new Map([...routesOf([im.Logic]).values()].map((route) => [route.handler, route]));

/** An event that came to a gate, and for how many of its connections. */
export interface Pushed {
  readonly gate: string;
  readonly targets: readonly number[];
  readonly event: im.Event;
}

export interface GroupsWorld {
  /** So many users, each with a connection at one of the gates. */
  people(count: number, gates?: readonly string[]): Promise<string[]>;
  /** The reply; rejects with the code's name as its message. */
  call<R extends keyof Rpcs>(user: string, rpc: R, request: RequestShape<Rpcs[R]>): Promise<ReplyOf<Rpcs[R]>>;
  /** 'ok', or the code it was refused with. */
  outcome<R extends keyof Rpcs>(user: string, rpc: R, request: RequestShape<Rpcs[R]>): Promise<string>;
  /** A new group of `owner` and others; its id. */
  group(owner: string, members?: readonly string[], options?: Partial<im.CreateGroupRequest.$Properties>): Promise<string>;
  /** Sends a text to a group; its seq. */
  say(user: string, group: string, text?: string): Promise<number>;
  /** What a user can read of a conversation: texts, and of what happened "what by whom: to whom", by the names given. */
  read(user: string, conversation: string, names?: Readonly<Record<string, string>>): Promise<string[]>;
  /** The conversation as a user's list shows it. */
  conversation(user: string, conversation: string): Promise<im.Conversation | undefined>;
  roleOf(user: string, group: string): Promise<im.GroupRole>;
  readonly pushed: readonly Pushed[];
  /** Events that came to a user's connection. */
  pushedTo(user: string): im.Event[];
}

export async function groupsWorld(world: World, store: TestStore): Promise<GroupsWorld> {
  const pushed: Pushed[] = [];
  const connections = new Map<string, { gate: string; connection: number }>();
  await world.bus.follow({
    topic: world.topics.gate,
    partition: 0,
    missed: () => undefined,
    records: (records) => {
      const envelopes = records.flatMap((record) => im.Pack.decode(record.value).envelopes);
      for (const { kind, payload, instance, targets } of envelopes as im.Envelope[])
        if (kind === im.Envelope.Kind.EVENT)
          pushed.push({ gate: instance, targets, event: im.Event.decode(payload) as im.Event });
    },
  });

  const ask: GroupsWorld['call'] = async (user, rpc, request) => {
    const route = routes.get(rpc);
    if (!route) throw new Error(`no rpc ${rpc}`);
    const reply = await world.ask(route.name, request, { user, connection: connections.get(user)?.connection ?? 1 });
    if (reply.failure) throw new Error(codeOf(reply));
    return route.reply.decode(reply.payload) as never;
  };

  const made: GroupsWorld = {
    pushed,
    async people(count, gates = ['gate.test']) {
      const users = Array.from({ length: count }, newId);
      for (let i = 0; i < users.length; i += 100) await Promise.all(users.slice(i, i + 100).map((user) => store.addUser(user)));
      for (const [i, user] of users.entries()) {
        const gate = gates[i % gates.length] ?? '';
        const connection = 1000 + connections.size;
        connections.set(user, { gate, connection });
        const address = { instance: gate, slot: 0, connection };
        world.routes.entries.set(user, [{ session: `session-${connection}`, epoch: 1, address }]);
      }
      return users;
    },
    call: ask,
    outcome: (user, rpc, request) =>
      ask(user, rpc, request).then(
        () => 'ok',
        (error: Error) => error.message,
      ),
    async group(owner, members = [], options = {}) {
      const request = { clientRequestId: randomBytes(16), name: 'a group', members: [...members], ...options };
      return (await ask(owner, 'createGroup', request)).group?.group ?? '';
    },
    say: async (user, conversation, text = 'hello') =>
      (await ask(user, 'sendMessage', { clientMessageId: randomBytes(16), conversation, text })).seq,
    async read(user, conversation, names = {}) {
      const { messages } = await ask(user, 'pullMessages', { conversation, limit: 200 });
      return (messages as im.Message[]).map((message) => {
        if (message.kind !== im.MessageKind.SYSTEM) return message.text;
        const { what, who, users = [] } = JSON.parse(message.body) as { what: string; who: string; users?: string[] };
        expect(who).toBe(message.sender);
        const to = users.map((id) => names[id] ?? '?').join('+');
        return `${what} by ${names[who] ?? '?'}${to && `: ${to}`}`;
      });
    },
    async conversation(user, conversation) {
      const { conversations } = await ask(user, 'listConversations', { limit: 200 });
      return (conversations as im.Conversation[]).find((each) => each.conversation === conversation);
    },
    roleOf: async (user, group) => (await ask(user, 'getGroup', { group })).group?.myRole ?? im.GroupRole.GROUP_ROLE_NONE,
    pushedTo(user) {
      const at = connections.get(user);
      return pushed
        .filter(({ gate, targets }) => at && gate === at.gate && targets.includes(at.connection))
        .map(({ event }) => event);
    },
  };
  return made;
}
