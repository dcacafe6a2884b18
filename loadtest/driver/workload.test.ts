import { describe, expect, test } from 'vitest';
import { ConversationPlan, PAIRS, type Workload } from './workload.ts';

function turnsOf(plan: ConversationPlan, count: number): { conversation: number; sender: number }[] {
  return Array.from({ length: count }, (_, n) => plan.turn(n)).flatMap((turn) => ('conversation' in turn ? [turn] : []));
}

/** Expects every sender to be a member of its conversation. */
function expectMembers(plan: ConversationPlan, count: number): void {
  for (const { conversation, sender } of turnsOf(plan, count)) expect(plan.all[conversation]?.members).toContain(sender);
}

describe('pairs', () => {
  test('in pairs all clients send equally often, and the two members of a pair send far apart in time', () => {
    const plan = new ConversationPlan(6, PAIRS);
    expect(plan.all.map(({ members }) => members)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    expect(turnsOf(plan, 12).map(({ sender }) => sender)).toEqual([0, 2, 4, 1, 3, 5, 0, 2, 4, 1, 3, 5]);
    expectMembers(plan, 12);
  });

  test('an odd number of clients cannot be divided into pairs', () => {
    expect(() => new ConversationPlan(5, PAIRS)).toThrow('even');
  });

  test('clients that write to themselves have one conversation each', () => {
    const plan = new ConversationPlan(3, { ...PAIRS, peers: 0 });
    expect(turnsOf(plan, 4)).toEqual([0, 1, 2, 0].map((client) => ({ conversation: client, sender: client })));
  });
});

describe('many conversations each', () => {
  const RING: Workload = { ...PAIRS, peers: 4 };

  test('every client has the requested number of conversations, each with another client', () => {
    const plan = new ConversationPlan(7, RING);
    const pairs = plan.all.map(({ members }) => [...members].sort().join());
    expect(new Set(pairs).size).toBe((7 * 4) / 2);
    for (let client = 0; client < 7; client++) expect(plan.all.filter(({ members }) => members.includes(client))).toHaveLength(4);
    expect(plan.directCount).toBe(14);
  });

  test('the first turns send one message in each conversation, and the next turns the answers', () => {
    const plan = new ConversationPlan(7, RING);
    const turns = turnsOf(plan, 28);
    expect(turns.slice(0, 14).map(({ conversation }) => conversation)).toEqual(
      Array.from({ length: 14 }, (_, conversation) => conversation),
    );
    expectMembers(plan, 28);
    for (let conversation = 0; conversation < 14; conversation++)
      expect(turns[conversation]?.sender).not.toBe(turns[conversation + 14]?.sender);
  });

  test('a ring needs an even number of peers below the number of clients', () => {
    expect(() => new ConversationPlan(4, RING)).toThrow('below');
    expect(() => new ConversationPlan(9, { ...PAIRS, peers: 3 })).toThrow('even');
  });
});

describe('groups', () => {
  const groupsOf = (members: number): Workload => ({ peers: 0, members, mix: { direct: 0, group: 1, background: 0 } });

  test('groups take turns, and at most twenty members of each send', () => {
    const plan = new ConversationPlan(100, groupsOf(50));
    expect(plan.all.map(({ kind, members }) => [kind, members.length])).toEqual([
      ['group', 50],
      ['group', 50],
    ]);
    const turns = turnsOf(plan, 400);
    expect(turns.slice(0, 4).map(({ conversation }) => conversation)).toEqual([0, 1, 0, 1]);
    for (const conversation of [0, 1]) {
      const senders = turns.filter((turn) => turn.conversation === conversation).map(({ sender }) => sender);
      expect(new Set(senders).size).toBe(20);
      expect(senders[20]).toBe(senders[0]);
    }
    expectMembers(plan, 400);
  });

  test('clients that do not divide into groups are a mistake', () => {
    expect(() => new ConversationPlan(101, groupsOf(50))).toThrow('divided');
  });
});

test('a mix keeps its shares in every round, and counts each kind separately', () => {
  const plan = new ConversationPlan(20, { peers: 1, members: 10, mix: { direct: 16, group: 3, background: 1 } });
  const round = (from: number) => Array.from({ length: 20 }, (_, n) => plan.turn(from + n));
  const kindOf = (turn: ReturnType<ConversationPlan['turn']>) =>
    'background' in turn ? 'background' : plan.all[turn.conversation]?.kind;
  for (const from of [0, 20, 40]) {
    const kinds = round(from).map(kindOf);
    expect(kinds.filter((kind) => kind === 'direct')).toHaveLength(16);
    expect(kinds.filter((kind) => kind === 'group')).toHaveLength(3);
  }
  const others = [...round(0), ...round(20), ...round(40)].flatMap((turn) => ('background' in turn ? [turn.background] : []));
  expect(others).toEqual([0, 1, 2]);
  // 60 turns have 48 direct messages: all twenty clients have sent twice, and some a third time.
  expectMembers(plan, 60);
  const direct = turnsOf(plan, 60).filter(({ conversation }) => plan.all[conversation]?.kind === 'direct');
  expect(new Set(direct.slice(0, 20).map(({ sender }) => sender)).size).toBe(20);
});
