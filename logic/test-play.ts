// For tests: plays random commands against a server and against the model, and compares every reply and everything everybody can see.
import { expect } from 'vitest';
import { im, type ReplyOf } from '../proto/contract.ts';
import {
  historyOf,
  newState,
  Refused,
  type Rpc,
  type Rpcs,
  type Rule,
  type Rules,
  relation,
  type State,
  viewOf,
} from './test-model.ts';
import { groupRules } from './test-model-groups.ts';
import { byBytes, messageRules } from './test-model-messages.ts';
import { peopleRules, relationView } from './test-model-people.ts';
import { type Asked, Asking, groupIdOf, type Round } from './test-steps.ts';

const RULES: Rules = { ...messageRules, ...groupRules(groupIdOf), ...peopleRules };

/** What came of a command: 'ok' with its reply, or a code. */
export interface Outcome {
  readonly code: string;
  readonly reply: object;
}

/** A server, with so many users who have nothing to do with each other yet. */
export interface Stage {
  readonly users: readonly string[];
  /** Of this run alone: ids are made of it. */
  readonly run: string;
  ask(asked: Asked): Promise<Outcome>;
  /** Whether of two commands that go out together the first one is carried out first. */
  inOrder(first: Asked, second: Asked): boolean;
}

function foretold(state: State, { rpc, user, request }: Asked): Outcome {
  const rule = RULES[rpc] as Rule<Rpc> | undefined;
  if (!rule) throw new Error(`the model has no rule for ${rpc}`);
  try {
    return { code: 'ok', reply: rule(state, user, request) };
  } catch (error) {
    if (error instanceof Refused) return { code: error.code, reply: {} };
    throw error;
  }
}

/** What the server tells itself of it: carried out behind it, at some time before the next round. */
function toldBy({ rpc, user, device, request }: Asked, { code }: Outcome = { code: '', reply: {} }): Asked[] {
  const { about } = request as im.UpdateProfileRequest.$Properties;
  if (rpc !== 'updateProfile' || code !== 'ok' || typeof about !== 'string') return [];
  return [{ rpc: 'tellFriends', user, device, request: { profile: { about } } }];
}

/** Whether everything that was foretold is there, whatever else is. */
function matches(seen: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return Object.is(seen, expected);
  if (typeof seen !== 'object' || seen === null) return false;
  if (Array.isArray(expected) && (!Array.isArray(seen) || seen.length !== expected.length)) return false;
  return Object.entries(expected).every(([key, value]) => matches((seen as Record<string, unknown>)[key], value));
}

/** A reply with its defaults, which stand in its prototype, as values of its own. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(plain);
  const fields: Record<string, unknown> = {};
  for (const key in value) {
    const field: unknown = value[key as keyof typeof value];
    if (typeof field !== 'function' && !key.startsWith('$')) fields[key] = plain(field);
  }
  return fields;
}

/** The states in which the commands of a round may have left the server, one after the other in some order, given what it answered. */
function explained(state: State, asked: readonly Asked[], outcomes: readonly Outcome[], inOrder: Stage['inOrder']): State[] {
  if (asked.length === 0) return [state];
  return asked.flatMap((next, i) => {
    if (asked.slice(0, i).some((earlier) => inOrder(earlier, next))) return [];
    const after = structuredClone(state);
    if (!matches(outcomes[i], foretold(after, next))) return [];
    const rest = (_: unknown, at: number): boolean => at !== i;
    return explained(after, asked.filter(rest), outcomes.filter(rest), inOrder);
  });
}

const keyOf = (state: State): string =>
  JSON.stringify(state, (_, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value].sort((a, b) => (String(a) < String(b) ? -1 : 1)) : value,
  );

/** What a device has kept of what it once saw. */
interface Kept {
  readonly user: string;
  readonly conversations: readonly im.Conversation[];
  readonly relations: readonly im.Relation[];
  readonly peopleVersion: number;
  readonly messages: ReadonlyMap<string, readonly im.Message[]>;
}

export class Play {
  private readonly stage: Stage;
  private readonly asking: Asking;
  /** All that explain what was answered so far. */
  private states: State[];
  private readonly kept: Kept[] = [];

  constructor(stage: Stage) {
    this.stage = stage;
    this.asking = new Asking(stage.users, stage.run);
    this.states = [newState(stage.users)];
  }

  /** The one state everybody agrees on. */
  get state(): State {
    const [state] = this.states;
    if (!state) throw new Error('nothing explains what was answered');
    return state;
  }

  /** Plays rounds, and compares in the end what everybody sees, then and from moments in between on. */
  async rounds(all: readonly Round[]): Promise<void> {
    for (const [i, round] of all.entries()) {
      await this.round(round);
      // Somebody looks now and then, and goes on from there in the end.
      if (i % 7 === 3) await this.look(this.stage.users[(i >> 2) % this.stage.users.length] ?? '');
    }
    await Promise.all(this.stage.users.map((user) => this.look(user)));
    await Promise.all(this.kept.map((kept) => this.catchUp(kept)));
  }

  private async round(round: Round): Promise<void> {
    const asked = round.map((step) => this.asking.ask(step, this.state)).filter((each) => each !== undefined);
    const answers = await Promise.all(asked.map((each) => this.ask(each)));
    const told = asked.flatMap((each, i) => toldBy(each, answers[i]));
    // Behind what he has told in his name.
    await Promise.all(told.map(({ user }) => this.read(user, 'getProfile', {})));
    const outcomes = [...answers, ...told.map(() => ({ code: 'ok', reply: {} }))];
    const after = this.states.flatMap((state) => explained(state, [...asked, ...told], outcomes, this.stage.inOrder));
    if (after.length === 0) {
      const state = structuredClone(this.state);
      const inThisOrder = asked.map((each) => ({ asked: each, ...foretold(state, each) }));
      expect(asked.map((each, i) => ({ asked: each, ...outcomes[i] }))).toMatchObject(inThisOrder);
      throw new Error('no order of these commands explains what was answered');
    }
    this.states = [...new Map(after.map((state) => [keyOf(state), state])).values()];
  }

  private async ask(asked: Asked): Promise<Outcome> {
    const { code, reply } = await this.stage.ask(asked);
    return { code, reply: plain(reply) as object };
  }

  private async read<R extends Rpc>(user: string, rpc: R, request: object): Promise<ReplyOf<Rpcs[R]>> {
    const { code, reply } = await this.ask({ rpc, user, device: 0, request });
    expect(code, rpc).toBe('ok');
    return reply as ReplyOf<Rpcs[R]>;
  }

  /** Compares what a user sees with the model; of several states that explain what was answered, those that do not show this are none. */
  private async look(user: string): Promise<void> {
    const seen = await this.see(user);
    const possible = this.states.filter((state) => matches(shown(seen), foreseen(state, user)));
    if (possible.length === 0) expect(shown(seen)).toMatchObject(foreseen(this.state, user));
    expect(possible.length).toBeGreaterThan(0);
    this.states = possible;
    this.kept.push(seen);
  }

  private async see(user: string): Promise<Kept> {
    const [listed, synced] = await Promise.all([
      this.read(user, 'listConversations', { limit: 200 }),
      this.read(user, 'sync', {}),
    ]);
    expect(synced.conversations, 'Sync from nothing is the list').toEqual(listed.conversations);
    const conversations = listed.conversations as im.Conversation[];
    const messages = new Map<string, readonly im.Message[]>();
    await Promise.all(
      conversations.map(async ({ conversation }) => {
        const [page, back] = await Promise.all([
          this.read(user, 'pullMessages', { conversation, limit: 200 }),
          this.read(user, 'pullMessages', { conversation, limit: 200, beforeSeq: 100_000 }),
        ]);
        expect(back, 'both ways show the same').toEqual(page);
        messages.set(conversation, page.messages as im.Message[]);
        deletedOf.set(page.messages, page.deletedSeqs as number[]);
      }),
    );
    return {
      user,
      conversations,
      relations: synced.relations as im.Relation[],
      peopleVersion: synced.peopleVersion,
      messages,
    };
  }

  /** Who saw this once and syncs from there sees what somebody sees who knew nothing. */
  private async catchUp({ user, conversations, relations, peopleVersion, messages }: Kept): Promise<void> {
    const known = conversations.map(({ conversation, lastSeq, stateVersion }) => ({ conversation, lastSeq, stateVersion }));
    const news = await this.read(user, 'sync', { known, peopleVersion });
    const now = await this.see(user);
    const merged = new Map(
      [...conversations, ...(news.conversations as im.Conversation[])].map((each) => [each.conversation, each]),
    );
    expect([...merged.values()].sort((a, b) => byBytes(a.conversation, b.conversation))).toEqual(now.conversations);
    const others = new Map([...relations, ...(news.relations as im.Relation[])].map((each) => [each.other?.user, each]));
    // What others say of themselves is no change of a relation: their profiles are asked for.
    const withoutProfile = ({ other, ...rest }: im.Relation): object => ({ ...rest, user: other?.user });
    const inOrder = [...others.values()].sort((a, b) => a.version - b.version);
    expect(inOrder.map(withoutProfile)).toEqual(now.relations.map(withoutProfile));
    expect(news.peopleVersion).toBe(now.peopleVersion);
    for (const { conversation, firstSeq } of now.conversations) {
      const had = (messages.get(conversation) ?? []).filter(({ seq }) => seq >= firstSeq);
      const afterSeq = known.find((each) => each.conversation === conversation)?.lastSeq ?? 0;
      const page = await this.read(user, 'pullMessages', { conversation, afterSeq, limit: 200 });
      const fresh = page.messages as im.Message[];
      expect(
        [...had, ...fresh]
          .map(({ seq }) => seq)
          .filter((seq) => now.messages.get(conversation)?.some((each) => each.seq === seq)),
        'what was missing is behind what was there',
      ).toEqual(now.messages.get(conversation)?.map(({ seq }) => seq));
    }
  }
}

const deletedOf = new WeakMap<object, number[]>();

/** What is compared of what the server shows. */
function shown({ conversations, messages, relations, peopleVersion }: Kept): object {
  return {
    conversations: conversations.map((each) => ({ ...each, lastSaid: each.lastMessage?.seq ?? 0 })),
    histories: Object.fromEntries(
      [...messages].map(([conversation, page]) => [
        conversation,
        { messages: page.map(messageShown), deletedSeqs: deletedOf.get(page) ?? [] },
      ]),
    ),
    relations,
    peopleVersion,
  };
}

function messageShown(message: im.Message): object {
  const { seq, sender, kind, text, replyTo, mentions, target, emoji, removed, edited, recalled, body, reactions } = message;
  const { until, ...news } = kind === im.MessageKind.SYSTEM ? (JSON.parse(body) as { until?: number }) : {};
  return {
    ...{ seq, sender, kind, text, replyTo, mentions, target, emoji, removed, edited, recalled },
    body: kind === im.MessageKind.SYSTEM ? JSON.stringify(news) : body,
    reactions: Object.fromEntries((reactions ?? []).map((each) => [each.emoji, [each.count, each.mine]])),
  };
}

/** The same, as the model has it. */
function foreseen(state: State, user: string): object {
  const conversations = [...state.talks.values()].filter(({ members }) => members.has(user)).map((talk) => talk.conversation);
  conversations.sort(byBytes);
  const others = [...(state.relations.get(user)?.keys() ?? [])];
  return {
    conversations: conversations.map((conversation) => viewOf(state, user, conversation)),
    histories: Object.fromEntries(conversations.map((conversation) => [conversation, historyOf(state, user, conversation)])),
    relations: others
      .map((other) => ({ ...relationView(other, relation(state, user, other)), version: relation(state, user, other).version }))
      .sort((a, b) => a.version - b.version),
    peopleVersion: state.people.get(user)?.version,
  };
}
