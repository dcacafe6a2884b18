// Where a PresenceStore is tried: gates that live or die, people who come and go, and one who watches them.
import { expect } from 'vitest';
import type { PresenceChange, PresenceStore, UserPresence } from '../../logic/ports.ts';
import { im } from '../../proto/contract.ts';
import type { RouteEntry, Routes } from '../ports.ts';
import type { PresenceTimes } from '../presence-times.ts';

const { OFFLINE, ONLINE } = im.PresenceState;

/** A gate of the suite counts for so long after its last sign of life. */
export const QUICK_GATE_TTL_MS = 500;
/** The real times, about twenty times as fast. */
export const QUICK_TIMES: PresenceTimes = {
  graceMs: 500,
  deadGateGraceMs: 150,
  lookMs: 800,
  deafMs: 400,
  settleMs: 800,
  spacingMs: 50,
  watchMs: 60_000,
  lastSeenMs: 60_000,
};

export interface PresenceParts {
  readonly routes: Routes;
  readonly presence: PresenceStore;
  release(): Promise<void>;
}

/** Two gates that live, and everything that is told of users to the watcher `watcher`. */
export interface PresenceWorld extends PresenceParts {
  readonly changes: PresenceChange[];
  /** What was told of a user: states, in order. */
  told(user: string): im.PresenceState[];
  connect(user: string, session: string, gate?: string): Promise<void>;
  disconnect(user: string, session: string): Promise<void>;
  /** Asks, until the store knows. */
  watch(...users: string[]): Promise<UserPresence[]>;
  /** Nobody but the test takes changes any more. */
  pause(): Promise<void>;
  /** The gate says nothing any more. */
  kill(gate: string): void;
  revive(gate: string): void;
  /** Resolves when everything that was due before has been told: somebody who went away in the meantime is told to have. */
  aWhile(): Promise<void>;
  end(): Promise<void>;
}

export async function presenceWorld(parts: PresenceParts): Promise<PresenceWorld> {
  const { routes, presence } = parts;
  const gates = new Set(['gate-1', 'gate-2', 'gate-3']);
  const epochs = new Map<string, number>();
  const changes: PresenceChange[] = [];
  const assertions = setInterval(() => {
    for (const gate of gates) routes.assert(gate, []).catch(() => undefined);
  }, QUICK_TIMES.deafMs / 8);
  let looking: Promise<unknown> = Promise.resolve();
  const looks = setInterval(() => {
    looking = presence.takeChanges(100).then(
      (taken) => changes.push(...taken.changes),
      () => undefined,
    );
  }, 20);
  for (const gate of gates) await routes.assert(gate, []);
  let strangers = 0;

  const world: PresenceWorld = {
    ...parts,
    changes,
    told: (user) => changes.filter((change) => change.user === user).map(({ state }) => state),
    async connect(user, session, gate = 'gate-1') {
      const epoch = (epochs.get(session) ?? 0) + 1;
      epochs.set(session, epoch);
      await routes.bind([{ user, route: routeAt(gate, session, epoch) }]);
    },
    disconnect: (user, session) => routes.unbind([{ user, session, epoch: epochs.get(session) ?? 0 }]),
    async watch(...users) {
      let answer: UserPresence[] | number = 0;
      await expect
        .poll(
          async () => {
            answer = await presence.watch('watcher', users);
            return typeof answer;
          },
          { timeout: 5000 },
        )
        .toBe('object');
      return answer as unknown as UserPresence[];
    },
    async pause() {
      clearInterval(looks);
      await looking;
    },
    kill: (gate) => void gates.delete(gate),
    revive: (gate) => void gates.add(gate),
    async aWhile() {
      strangers += 1;
      const stranger = `stranger-${strangers}`;
      await world.watch(stranger);
      await world.connect(stranger, stranger, 'gate-3');
      await expect.poll(() => world.told(stranger), { timeout: 5000 }).toEqual([ONLINE]);
      await world.disconnect(stranger, stranger);
      await expect.poll(() => world.told(stranger), { timeout: 5000 }).toEqual([ONLINE, OFFLINE]);
    },
    async end() {
      clearInterval(assertions);
      clearInterval(looks);
      await parts.release();
    },
  };
  return world;
}

export function routeAt(instance: string, session: string, epoch: number): RouteEntry {
  return { session, epoch, address: { instance, slot: 0, connection: 1 } };
}
