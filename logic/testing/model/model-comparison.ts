// Runs random commands against a server and against the reference model, and compares every reply, push and view.
import { expect, vi } from 'vitest';
import type { im, ReplyOf } from '../../../proto/rpc.ts';
import { CommandBuilder, type ConcreteCommand, deriveGroupId, type Round, UNSAFE } from './command-generator.ts';
import { Consents } from './consents.ts';
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

// A push leaves with the reply, so only a very busy machine needs this long.
const PUSHED_WITHIN_MS = 10_000;

const RULES: ModelRules = { ...messageRules, ...groupRules(deriveGroupId), ...peopleRules };

/** The result of a command: 'ok' with its reply, or a code. */
export interface ModelOutcome {
  readonly code: string;
  readonly reply: object;
}

/** A server with new users who are not related to each other. */
export interface SystemUnderTest {
  readonly userIds: readonly string[];
  /** The name of this run, which makes its ids unique. */
  readonly run: string;
  execute(command: ConcreteCommand): Promise<ModelOutcome>;
  readonly devices: number;
  /** The messages and changes that a device has received so far. */
  pushesTo(userId: string, device: number): readonly im.Message[];
  /** Whether the server guarantees to run `first` before `second` when both are sent at the same moment. */
  runsBefore(first: ConcreteCommand, second: ConcreteCommand): boolean;
}

function predict(state: ModelState, { rpc, userId, device, request }: ConcreteCommand): ModelOutcome {
  const rule = RULES[rpc] as ModelRule<LogicRpc> | undefined;
  if (!rule) throw new Error(`the model has no rule for ${rpc}`);
  if (hasUnsafeText(request)) return { code: 'BAD_TEXT', reply: {} };
  try {
    const reply = rule(state, userId, request);
    for (const { pushes } of state.conversations.values()) for (const each of pushes) each.device ??= device;
    return { code: 'ok', reply };
  } catch (error) {
    if (error instanceof ModelRefusal) return { code: error.code, reply: {} };
    throw error;
  }
}

/** JSON in `body` escapes what is unsafe. */
function hasUnsafeText(request: object): boolean {
  return Object.values(request).some((value) => typeof value === 'string' && value.includes(UNSAFE));
}

/** The service commands that a command leads to. They run after it and before the next round. */
function serviceCommandsOf(
  { rpc, userId, device, request }: ConcreteCommand,
  { code }: ModelOutcome = { code: '', reply: {} },
): ConcreteCommand[] {
  const { about } = request as im.UpdateProfileRequest.$Properties;
  if (rpc !== 'updateProfile' || code !== 'ok' || typeof about !== 'string') return [];
  return [{ rpc: 'notifyFriends', userId, device, request: { profile: { about } } }];
}

/** Whether the observed value has everything that the expected one has. */
function matches(observation: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null) return Object.is(observation, expected);
  if (typeof observation !== 'object' || observation === null) return false;
  if (Array.isArray(expected) && (!Array.isArray(observation) || observation.length !== expected.length)) return false;
  return Object.entries(expected).every(([key, value]) => matches((observation as Record<string, unknown>)[key], value));
}

/** A reply with the defaults of its prototype as own values. */
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

/** Every state that some sequential order of the commands leads to, among those orders that explain the results. */
function linearize(
  state: ModelState,
  commands: readonly ConcreteCommand[],
  outcomes: readonly ModelOutcome[],
  inOrder: SystemUnderTest['runsBefore'],
): ModelState[] {
  if (commands.length === 0) return [state];
  return commands.flatMap((next, i) => {
    if (commands.slice(0, i).some((earlier) => inOrder(earlier, next))) return [];
    const after = structuredClone(state);
    if (!matches(outcomes[i], predict(after, next))) return [];
    const rest = (_: unknown, at: number): boolean => at !== i;
    return linearize(after, commands.filter(rest), outcomes.filter(rest), inOrder);
  });
}

const keyOf = (state: ModelState): string =>
  JSON.stringify(state, (_, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value].sort((a, b) => (String(a) < String(b) ? -1 : 1)) : value,
  );

export class ModelComparison {
  readonly #server: SystemUnderTest;
  readonly #builder: CommandBuilder;
  /** All states that explain the replies so far. */
  #states: ModelState[];
  readonly #consents = new Consents();
  /** Earlier observations, from which clients sync later. */
  readonly #observations: Observation[] = [];

  constructor(server: SystemUnderTest) {
    this.#server = server;
    this.#builder = new CommandBuilder(server.userIds, server.run);
    this.#states = [newModelState(server.userIds)];
  }

  /** One of the possible states. */
  get state(): ModelState {
    const [state] = this.#states;
    if (!state) throw new Error('no state explains the replies');
    return state;
  }

  /** Runs the rounds. Compares the final views, and that a Sync from earlier observations leads to them. */
  async run(all: readonly Round[]): Promise<void> {
    for (const [i, round] of all.entries()) {
      await this.#round(round);
      // Observe one user now and then; the observation is the start of a Sync at the end.
      if (i % 7 === 3) await this.#compareView(this.#server.userIds[(i >> 2) % this.#server.userIds.length] ?? '');
    }
    await Promise.all(this.#server.userIds.map((userId) => this.#compareView(userId)));
    await Promise.all(this.#observations.map((observation) => this.#catchUp(observation)));
    // Late pushes have arrived by now.
    await this.#awaitPushes();
  }

  async #round(round: Round): Promise<void> {
    const commands = round.map((command) => this.#builder.build(command, this.state)).filter((each) => each !== undefined);
    for (const each of commands) this.#consents.record(each);
    const results = await Promise.all(commands.map((each) => this.#execute(each)));
    const serviceCommands = commands.flatMap((each, i) => serviceCommandsOf(each, results[i]));
    // Waits until the service commands, which run in the user's name and order, have ended.
    await Promise.all(serviceCommands.map(({ userId }) => this.#read(userId, 'getProfile', {})));
    const outcomes = [...results, ...serviceCommands.map(() => ({ code: 'ok', reply: {} }))];
    const after = this.#states.flatMap((state) =>
      linearize(state, [...commands, ...serviceCommands], outcomes, this.#server.runsBefore),
    );
    if (after.length === 0) {
      const state = structuredClone(this.state);
      const expectedInOrder = commands.map((each) => ({ command: each, ...predict(state, each) }));
      expect(commands.map((each, i) => ({ command: each, ...outcomes[i] }))).toMatchObject(expectedInOrder);
      throw new Error('no order of these commands explains the replies');
    }
    this.#states = [...new Map(after.map((state) => [keyOf(state), state])).values()];
    await this.#awaitPushes();
  }

  /** Waits until each device has received exactly the predicted pushes. Keeps the possible states that predict them. */
  async #awaitPushes(): Promise<void> {
    const { userIds, devices } = this.#server;
    const all = userIds.flatMap((userId) => Array.from({ length: devices }, (_, device) => ({ userId, device })));
    const observed = () => all.map(({ userId, device }) => observedPushes(this.#server.pushesTo(userId, device)));
    const predicted = (state: ModelState) => all.map(({ userId, device }) => predictedPushes(state, userId, device));
    const possible = (): ModelState[] => {
      const now = JSON.stringify(observed());
      const states = this.#states.filter((state) => JSON.stringify(predicted(state)) === now);
      if (states.length === 0) expect(observed()).toEqual(predicted(this.state));
      expect(states.length).toBeGreaterThan(0);
      return states;
    };
    this.#states = await vi.waitFor(possible, { timeout: PUSHED_WITHIN_MS, interval: 5 });
  }

  async #execute(command: ConcreteCommand): Promise<ModelOutcome> {
    const { code, reply } = await this.#server.execute(command);
    return { code, reply: plain(reply) as object };
  }

  async #read<R extends LogicRpc>(userId: string, rpc: R, request: object): Promise<ReplyOf<LogicRpcs[R]>> {
    const { code, reply } = await this.#execute({ rpc, userId, device: 0, request });
    expect(code, rpc).toBe('ok');
    return reply as ReplyOf<LogicRpcs[R]>;
  }

  /** Compares what a user sees with the model. Keeps the possible states that predict it. */
  async #compareView(userId: string): Promise<void> {
    const observation = await this.#observe(userId);
    const possible = this.#states.filter((state) => matches(toComparable(observation), predictObservation(state, userId)));
    if (possible.length === 0) expect(toComparable(observation)).toMatchObject(predictObservation(this.state, userId));
    expect(possible.length).toBeGreaterThan(0);
    this.#states = possible;
    this.#observations.push(observation);
  }

  async #observe(userId: string): Promise<Observation> {
    const [listed, synced] = await Promise.all([
      this.#read(userId, 'listConversations', { limit: 200 }),
      this.#read(userId, 'sync', {}),
    ]);
    expect(synced.conversations, 'Sync of a new client equals the list').toEqual(listed.conversations);
    const conversations = listed.conversations as im.Conversation[];
    const messages = new Map<string, readonly im.Message[]>();
    const deleted = new Map<string, readonly number[]>();
    await Promise.all(
      conversations.map(async ({ conversationId }) => {
        const [page, back] = await Promise.all([
          this.#read(userId, 'pullMessages', { conversationId, limit: 200 }),
          this.#read(userId, 'pullMessages', { conversationId, limit: 200, beforeSeq: 100_000 }),
        ]);
        expect(back, 'both directions return the same page').toEqual(page);
        messages.set(conversationId, page.messages as im.Message[]);
        this.#consents.assertGiven(page.messages as im.Message[]);
        deleted.set(conversationId, page.deletedSeqs as number[]);
      }),
    );
    return {
      userId,
      conversations,
      relations: synced.relations as im.Relation[],
      peopleVersion: synced.peopleVersion,
      messages,
      deleted,
    };
  }

  /** A client that syncs from an earlier observation sees the same as a new client. */
  async #catchUp({ userId, conversations, relations, peopleVersion, messages }: Observation): Promise<void> {
    const known = conversations.map(({ conversationId, lastSeq, stateVersion }) => ({ conversationId, lastSeq, stateVersion }));
    const news = await this.#read(userId, 'sync', { known, peopleVersion });
    const now = await this.#observe(userId);
    const merged = new Map(
      [...conversations, ...(news.conversations as im.Conversation[])].map((each) => [each.conversationId, each]),
    );
    expect([...merged.values()].sort((a, b) => byBytes(a.conversationId, b.conversationId))).toEqual(now.conversations);
    const others = new Map([...relations, ...(news.relations as im.Relation[])].map((each) => [each.other?.userId, each]));
    // A changed profile of another user is not a change of the relation.
    const withoutProfile = ({ other, ...rest }: im.Relation): object => ({ ...rest, userId: other?.userId });
    const inOrder = [...others.values()].sort((a, b) => a.version - b.version);
    expect(inOrder.map(withoutProfile)).toEqual(now.relations.map(withoutProfile));
    expect(news.peopleVersion).toBe(now.peopleVersion);
    for (const { conversationId, firstSeq } of now.conversations) {
      const had = (messages.get(conversationId) ?? []).filter(({ seq }) => seq >= firstSeq);
      const afterSeq = known.find((each) => each.conversationId === conversationId)?.lastSeq ?? 0;
      const page = await this.#read(userId, 'pullMessages', { conversationId, afterSeq, limit: 200 });
      const fresh = page.messages as im.Message[];
      expect(
        [...had, ...fresh]
          .map(({ seq }) => seq)
          .filter((seq) => now.messages.get(conversationId)?.some((each) => each.seq === seq)),
        'new messages come after the known ones',
      ).toEqual(now.messages.get(conversationId)?.map(({ seq }) => seq));
    }
  }
}
