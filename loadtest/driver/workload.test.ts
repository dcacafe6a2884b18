import { describe, expect, test } from 'vitest';
import { ConversationPlan, PAIRS, type Workload } from './workload.ts';

function turnsOf(rooms: ConversationPlan, count: number): { conversation: number; sender: number }[] {
  return Array.from({ length: count }, (_, n) => rooms.turn(n)).flatMap((turn) => ('conversation' in turn ? [turn] : []));
}

/** Whoever writes somewhere is a member there. */
function expectMembers(rooms: ConversationPlan, count: number): void {
  for (const { conversation, sender } of turnsOf(rooms, count)) expect(rooms.all[conversation]?.members).toContain(sender);
}

describe('pairs', () => {
  test('each client writes as often as any other, the two of a pair as far apart as can be', () => {
    const rooms = new ConversationPlan(6, PAIRS);
    expect(rooms.all.map(({ members }) => members)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    expect(turnsOf(rooms, 12).map(({ sender }) => sender)).toEqual([0, 2, 4, 1, 3, 5, 0, 2, 4, 1, 3, 5]);
    expectMembers(rooms, 12);
  });

  test('an odd number of clients has no pairs', () => {
    expect(() => new ConversationPlan(5, PAIRS)).toThrow('even');
  });

  test('clients that write to themselves have a room each', () => {
    const rooms = new ConversationPlan(3, { ...PAIRS, peers: 0 });
    expect(turnsOf(rooms, 4)).toEqual([0, 1, 2, 0].map((client) => ({ conversation: client, sender: client })));
  });
});

describe('many conversations each', () => {
  const RING: Workload = { ...PAIRS, peers: 4 };

  test('every client has as many as asked for, each with another one', () => {
    const rooms = new ConversationPlan(7, RING);
    const pairs = rooms.all.map(({ members }) => [...members].sort().join());
    expect(new Set(pairs).size).toBe((7 * 4) / 2);
    for (let client = 0; client < 7; client++)
      expect(rooms.all.filter(({ members }) => members.includes(client))).toHaveLength(4);
    expect(rooms.directCount).toBe(14);
  });

  test('the first turns are one message in each, the next ones its answer', () => {
    const rooms = new ConversationPlan(7, RING);
    const turns = turnsOf(rooms, 28);
    expect(turns.slice(0, 14).map(({ conversation }) => conversation)).toEqual(Array.from({ length: 14 }, (_, room) => room));
    expectMembers(rooms, 28);
    for (let room = 0; room < 14; room++) expect(turns[room]?.sender).not.toBe(turns[room + 14]?.sender);
  });

  test('no more than there are others, and as many on either side', () => {
    expect(() => new ConversationPlan(4, RING)).toThrow('below');
    expect(() => new ConversationPlan(9, { ...PAIRS, peers: 3 })).toThrow('even');
  });
});

describe('groups', () => {
  const groupsOf = (members: number): Workload => ({ peers: 0, members, mix: { direct: 0, group: 1, background: 0 } });

  test('all groups in turn, and at most twenty of each speak', () => {
    const rooms = new ConversationPlan(100, groupsOf(50));
    expect(rooms.all.map(({ kind, members }) => [kind, members.length])).toEqual([
      ['group', 50],
      ['group', 50],
    ]);
    const turns = turnsOf(rooms, 400);
    expect(turns.slice(0, 4).map(({ conversation }) => conversation)).toEqual([0, 1, 0, 1]);
    for (const room of [0, 1]) {
      const senders = turns.filter((turn) => turn.conversation === room).map(({ sender }) => sender);
      expect(new Set(senders).size).toBe(20);
      expect(senders[20]).toBe(senders[0]);
    }
    expectMembers(rooms, 400);
  });

  test('clients that are left over are a mistake', () => {
    expect(() => new ConversationPlan(101, groupsOf(50))).toThrow('divided');
  });
});

test('a mix keeps its shares in every round, and counts each kind by itself', () => {
  const rooms = new ConversationPlan(20, { peers: 1, members: 10, mix: { direct: 16, group: 3, background: 1 } });
  const round = (from: number) => Array.from({ length: 20 }, (_, n) => rooms.turn(from + n));
  const kindOf = (turn: ReturnType<ConversationPlan['turn']>) =>
    'background' in turn ? 'background' : rooms.all[turn.conversation]?.kind;
  for (const from of [0, 20, 40]) {
    const kinds = round(from).map(kindOf);
    expect(kinds.filter((kind) => kind === 'direct')).toHaveLength(16);
    expect(kinds.filter((kind) => kind === 'group')).toHaveLength(3);
  }
  const others = [...round(0), ...round(20), ...round(40)].flatMap((turn) => ('background' in turn ? [turn.background] : []));
  expect(others).toEqual([0, 1, 2]);
  // 60 turns have 48 messages to one other: all twenty have had their turn twice, and some a third time.
  expectMembers(rooms, 60);
  const direct = turnsOf(rooms, 60).filter(({ conversation }) => rooms.all[conversation]?.kind === 'direct');
  expect(new Set(direct.slice(0, 20).map(({ sender }) => sender)).size).toBe(20);
});
