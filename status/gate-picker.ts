// Which gates a client should try, the first one first.
import type { im } from '../proto/rpc.ts';

const MAX_GATES = 4;
/** A gate with less room than this takes no more clients from here: those that come at once need the rest. */
const MIN_ROOM = 0.05;
/** A timer that is this late leaves no room: the gate has more to do than it can. */
const LATE_US = 100_000;

export const TRANSPORTS = ['tcp', 'tls', 'ws', 'wss'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** A gate that takes clients. */
export interface Candidate {
  readonly address: string;
  /** Above 0, at most 1. */
  readonly room: number;
}

/**
 * How much room a gate has, from 0 to 1: the least of its free connections, its free processor time and the punctuality of its
 * timers. 0 for a gate that drains or lacks something.
 */
export function roomOf(gate: im.InstanceReport): number {
  if (gate.draining || gate.missing.length > 0 || gate.maxConnections === 0) return 0;
  const connections = 1 - gate.connections / gate.maxConnections;
  const processor = 1 - gate.cpuPermille / 1000;
  const punctuality = 1 - gate.eventLoopDelayUs / LATE_US;
  const room = Math.min(connections, processor, punctuality);
  // A busy gate is better than none, a full one is not.
  if (connections < MIN_ROOM) return 0;
  return Math.max(room, MIN_ROOM);
}

/** The gates that take clients over this transport. */
export function findCandidates(gates: readonly im.InstanceReport[], transport: Transport): readonly Candidate[] {
  const scheme = `${transport}:`;
  return gates.flatMap((gate) => {
    const address = gate.addresses.find((one) => one.startsWith(scheme));
    const room = address === undefined ? 0 : roomOf(gate);
    return address !== undefined && room > 0 ? [{ address, room }] : [];
  });
}

/**
 * The addresses of up to four gates for a client. Each next one is drawn at random, in proportion to its room, so that a thousand
 * clients that ask at once spread. Empty without candidates. `random` gives numbers from 0 to below 1.
 */
export function pickGates(candidates: readonly Candidate[], random: () => number = Math.random): readonly string[] {
  const left = [...candidates];
  const picked: string[] = [];
  while (picked.length < MAX_GATES && left.length > 0) {
    let at = random() * left.reduce((sum, { room }) => sum + room, 0);
    const index = left.findIndex(({ room }) => {
      at -= room;
      return at < 0;
    });
    const [chosen] = left.splice(Math.max(0, index), 1);
    if (chosen) picked.push(chosen.address);
  }
  return picked;
}
