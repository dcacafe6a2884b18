import { expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { findCandidates, pickGates, roomOf, type Transport } from './gate-picker.ts';

function gate(port: number, fields: im.InstanceReport.$Properties = {}): im.InstanceReport {
  const addresses = [`tcp://127.0.0.1:${port}`, `ws://127.0.0.1:${port + 1}`];
  const report = { role: 'gate', instance: `gate-${port}`, addresses, maxConnections: 1000, ...fields };
  return im.InstanceReport.decode(im.InstanceReport.encode(report).finish()) as im.InstanceReport;
}

function pick(gates: readonly im.InstanceReport[], transport: Transport): readonly string[] {
  return pickGates(findCandidates(gates, transport));
}

test.each([
  ['is idle', {}, 1],
  ['holds half of its connections', { connections: 500 }, 0.5],
  ['uses 70 % of its core', { cpuPermille: 700 }, 0.3],
  ['has timers that are 25 ms late', { eventLoopDelayUs: 25_000 }, 0.75],
  ['uses its core and half of its connections', { cpuPermille: 1200, connections: 500 }, 0.05],
  ['is nearly full', { connections: 960 }, 0],
  ['drains', { draining: true }, 0],
  ['lacks Kafka', { missing: ['Kafka: is unavailable'] }, 0],
  ['reports no capacity', { maxConnections: 0 }, 0],
])('a gate that %s has the room it has', (_, fields, room) => {
  expect(roomOf(gate(1, fields))).toBeCloseTo(room, 5);
});

test('clients get addresses of their transport, each gate once, and four at most', () => {
  const gates = [1, 3, 5, 7, 9, 11].map((port) => gate(port));
  for (let i = 0; i < 50; i++) {
    const picked = pick(gates, 'ws');
    expect(new Set(picked).size).toBe(4);
    for (const address of picked) expect(address).toMatch(/^ws:/);
  }
});

test('of a thousand clients that ask at once, each gate is first for a share that fits its room', () => {
  const gates = [gate(1), gate(3, { connections: 500 }), gate(5, { connections: 750 }), gate(7, { draining: true })];
  const first = new Map<string, number>();
  for (let i = 0; i < 1000; i++) {
    const [address = ''] = pick(gates, 'tcp');
    first.set(address, (first.get(address) ?? 0) + 1);
  }
  const counts = [1, 3, 5].map((port) => first.get(`tcp://127.0.0.1:${port}`) ?? 0);
  // 4 : 2 : 1, each within five standard deviations.
  for (const [i, share] of [4 / 7, 2 / 7, 1 / 7].entries())
    expect(Math.abs((counts[i] ?? 0) - 1000 * share)).toBeLessThan(5 * Math.sqrt(1000 * share * (1 - share)));
  expect(first.size).toBe(3);
});

test('no gate is picked when none takes clients', () => {
  expect(pick([gate(1, { draining: true }), gate(3, { connections: 1000 })], 'tcp')).toEqual([]);
  expect(pick([], 'tcp')).toEqual([]);
});

test('the address of a TLS proxy is for the clients of that transport alone', () => {
  const behindProxy = gate(1, { addresses: ['tls://gate-1.example.org:443', 'wss://gate-1.example.org'] });
  expect(pick([behindProxy], 'tls')).toEqual(['tls://gate-1.example.org:443']);
  expect(pick([behindProxy], 'wss')).toEqual(['wss://gate-1.example.org']);
  expect(pick([behindProxy], 'tcp')).toEqual([]);
  expect(pick([behindProxy], 'ws')).toEqual([]);
});
