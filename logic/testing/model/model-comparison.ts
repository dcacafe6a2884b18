// For tests: plays random commands against a server and against the model, and compares every reply and everything everybody can
// see.
import { expect, vi } from 'vitest';
import type { im, ReplyOf } from '../../../proto/rpc.ts';
import { CommandBuilder, type ConcreteCommand, deriveGroupId, type Round } from './command-generator.ts';
import { groupRules } from './group-rules.ts';
import { byBytes, messageRules } from './message-rules.ts';
import {
  type LogicRpc,
  type LogicRpcs,
  ModelRefusal,
  type ModelRule,
  type ModelRules,
  type ModelState,
  newModelState,
} from './model-state.ts';
import { type Observation, observedPushes, predictedPushes, predictObservation, toComparable } from './observations.ts';
import { peopleRules } from './people-rules.ts';

// What a device is pushed goes out with the reply: long before this, but on the busiest machine.
const PUSHED_WITHIN_MS = 10_000;

const RULES: ModelRules = { ...messageRules, ...groupRules(deriveGroupId), ...peopleRules };

/** What came of a command: 'ok' with its reply, or a code. */
export interface ModelOutcome {
  readonly code: string;
  readonly reply: object;
}

/** A server, with so many users who have nothing to do with each other yet. */
export interface SystemUnderTest {
  readonly users: readonly string[];
  /** Of this run alone: ids are made of it. */
  readonly run: string;
  execute(asked: ConcreteCommand): Promise<ModelOutcome>;
  readonly devices: number;
  /** Messages and changes of them that were pushed to a device so far. */
  pushesTo(user: string, device: number): readonly im.Message[];
  /** Whether of two commands that go out together the first one is carried out first. */
  runsBefore(first: ConcreteCommand, second: ConcreteCommand): boolean;
}

function foretold(state: ModelState, { rpc, user, device, request }: ConcreteCommand): ModelOutcome {
  const rule = RULES[rpc] as ModelRule<LogicRpc> | undefined;
  if (!rule) throw new Error(`the model has no rule for ${rpc}`);
  try {
    const reply = rule(state, user, request);
    for (const { pushes } of state.conversations.values()) for (const each of pushes) each.device ??= device;
    return { code: 'ok', reply };
  } catch (error) {
    if (error instanceof ModelRefusal) return { code: error.code, reply: {} };
    throw error;
  }
}

/** What the server tells itself of it: carried out behind it, at some time before the next round. */
function toldBy(
  { rpc, user, device, request }: ConcreteCommand,
  { code }: ModelOutcome = { code: '', reply: {} },
): ConcreteCommand[] {
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

/**
 * The states in which the commands of a round may have left the server, one after the other in some order, given what it
 * answered.
 */
function explained(
  state: ModelState,
  asked: readonly ConcreteCommand[],
  outcomes: readonly ModelOutcome[],
  inOrder: SystemUnderTest['runsBefore'],
): ModelState[] {
  if (asked.length === 0) return [state];
  return asked.flatMap((next, i) => {
    if (asked.slice(0, i).some((earlier) => inOrder(earlier, next))) return [];
    const after = structuredClone(state);
    if (!matches(outcomes[i], foretold(after, next))) return [];
    const rest = (_: unknown, at: number): boolean => at !== i;
    return explained(after, asked.filter(rest), outcomes.filter(rest), inOrder);
  });
}

const keyOf = (state: ModelState): string =>
  JSON.stringify(state, (_, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value].sort((a, b) => (String(a) < String(b) ? -1 : 1)) : value,
  );

export class ModelComparison {
  private readonly stage: SystemUnderTest;
  private readonly asking: CommandBuilder;
  /** All that explain what was answered so far. */
  private states: ModelState[];
  /** What devices have kept of what they once saw. */
  private readonly kept: Observation[] = [];

  constructor(stage: SystemUnderTest) {
    this.stage = stage;
    this.asking = new CommandBuilder(stage.users, stage.run);
    this.states = [newModelState(stage.users)];
  }

  /** The one state everybody agrees on. */
  get state(): ModelState {
    const [state] = this.states;
    if (!state) throw new Error('nothing explains what was answered');
    return state;
  }

  /** Plays rounds, and compares in the end what everybody sees, then and from moments in between on. */
  async run(all: readonly Round[]): Promise<void> {
    for (const [i, round] of all.entries()) {
      await this.round(round);
      // Somebody looks now and then, and goes on from there in the end.
      if (i % 7 === 3) await this.look(this.stage.users[(i >> 2) % this.stage.users.length] ?? '');
    }
    await Promise.all(this.stage.users.map((user) => this.look(user)));
    await Promise.all(this.kept.map((kept) => this.catchUp(kept)));
    // Whatever came late has come by now.
    await this.hear();
  }

  private async round(round: Round): Promise<void> {
    const asked = round.map((step) => this.asking.build(step, this.state)).filter((each) => each !== undefined);
    const answers = await Promise.all(asked.map((each) => this.ask(each)));
    const told = asked.flatMap((each, i) => toldBy(each, answers[i]));
    // Behind what he has told in his name.
    await Promise.all(told.map(({ user }) => this.read(user, 'getProfile', {})));
    const outcomes = [...answers, ...told.map(() => ({ code: 'ok', reply: {} }))];
    const after = this.states.flatMap((state) => explained(state, [...asked, ...told], outcomes, this.stage.runsBefore));
    if (after.length === 0) {
      const state = structuredClone(this.state);
      const inThisOrder = asked.map((each) => ({ asked: each, ...foretold(state, each) }));
      expect(asked.map((each, i) => ({ asked: each, ...outcomes[i] }))).toMatchObject(inThisOrder);
      throw new Error('no order of these commands explains what was answered');
    }
    this.states = [...new Map(after.map((state) => [keyOf(state), state])).values()];
    await this.hear();
  }

  /**
   * Waits until each device has been pushed what the model says and nothing else; of several states those where that is so are
   * left.
   */
  private async hear(): Promise<void> {
    const { users, devices } = this.stage;
    const all = users.flatMap((user) => Array.from({ length: devices }, (_, device) => ({ user, device })));
    const heard = () => all.map(({ user, device }) => observedPushes(this.stage.pushesTo(user, device)));
    const toHear = (state: ModelState) => all.map(({ user, device }) => predictedPushes(state, user, device));
    const possible = (): ModelState[] => {
      const now = JSON.stringify(heard());
      const states = this.states.filter((state) => JSON.stringify(toHear(state)) === now);
      if (states.length === 0) expect(heard()).toEqual(toHear(this.state));
      expect(states.length).toBeGreaterThan(0);
      return states;
    };
    this.states = await vi.waitFor(possible, { timeout: PUSHED_WITHIN_MS, interval: 5 });
  }

  private async ask(asked: ConcreteCommand): Promise<ModelOutcome> {
    const { code, reply } = await this.stage.execute(asked);
    return { code, reply: plain(reply) as object };
  }

  private async read<R extends LogicRpc>(user: string, rpc: R, request: object): Promise<ReplyOf<LogicRpcs[R]>> {
    const { code, reply } = await this.ask({ rpc, user, device: 0, request });
    expect(code, rpc).toBe('ok');
    return reply as ReplyOf<LogicRpcs[R]>;
  }

  /**
   * Compares what a user sees with the model; of several states that explain what was answered, those that do not show this are
   * none.
   */
  private async look(user: string): Promise<void> {
    const seen = await this.see(user);
    const possible = this.states.filter((state) => matches(toComparable(seen), predictObservation(state, user)));
    if (possible.length === 0) expect(toComparable(seen)).toMatchObject(predictObservation(this.state, user));
    expect(possible.length).toBeGreaterThan(0);
    this.states = possible;
    this.kept.push(seen);
  }

  private async see(user: string): Promise<Observation> {
    const [listed, synced] = await Promise.all([
      this.read(user, 'listConversations', { limit: 200 }),
      this.read(user, 'sync', {}),
    ]);
    expect(synced.conversations, 'Sync from nothing is the list').toEqual(listed.conversations);
    const conversations = listed.conversations as im.Conversation[];
    const messages = new Map<string, readonly im.Message[]>();
    const deleted = new Map<string, readonly number[]>();
    await Promise.all(
      conversations.map(async ({ conversation }) => {
        const [page, back] = await Promise.all([
          this.read(user, 'pullMessages', { conversation, limit: 200 }),
          this.read(user, 'pullMessages', { conversation, limit: 200, beforeSeq: 100_000 }),
        ]);
        expect(back, 'both ways show the same').toEqual(page);
        messages.set(conversation, page.messages as im.Message[]);
        deleted.set(conversation, page.deletedSeqs as number[]);
      }),
    );
    return {
      user,
      conversations,
      relations: synced.relations as im.Relation[],
      peopleVersion: synced.peopleVersion,
      messages,
      deleted,
    };
  }

  /** Who saw this once and syncs from there sees what somebody sees who knew nothing. */
  private async catchUp({ user, conversations, relations, peopleVersion, messages }: Observation): Promise<void> {
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
