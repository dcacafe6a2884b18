// A fixture for tests of PresenceStore: gates that live or die, users who connect and disconnect, and one watcher.
import { expect } from 'vitest';
import type { Route, Routes } from '../../../infra/ports/index.ts';
import type { PresenceTimes } from '../../../infra/ports/presence-times.ts';
import { im } from '../../../proto/rpc.ts';
import type { PresenceChange, PresenceStore, UserPresence } from '../../ports/index.ts';

const { OFFLINE, ONLINE } = im.PresenceState;

/** How long a gate of the suite counts as alive after its last heartbeat. */
export const QUICK_GATE_TTL_MS = 500;
/** The real times divided by about twenty. */
export const QUICK_TIMES: PresenceTimes = {
  gateTtlMs: QUICK_GATE_TTL_MS,
  graceMs: 500,
  deadGateGraceMs: 150,
  recheckMs: 800,
  noHeartbeatMs: 400,
  warmUpMs: 800,
  debounceMs: 50,
  watchTtlMs: 60_000,
  lastSeenTtlMs: 60_000,
};

export interface PresenceAdapters {
  readonly routes: Routes;
  readonly presence: PresenceStore;
  release(): Promise<void>;
}

/** Three living gates, and all changes that the watcher `watcher` gets. */
export interface PresenceFixture extends PresenceAdapters {
  readonly changes: PresenceChange[];
  /** The announced states of a user, in order. */
  announced(userId: string): im.PresenceState[];
  connect(userId: string, sessionId: string, gate?: string): Promise<void>;
  disconnect(userId: string, sessionId: string): Promise<void>;
  /** Repeats the query until the store knows the states. */
  watch(...userIds: string[]): Promise<UserPresence[]>;
  /** From now on only the test takes changes. */
  stopPolling(): Promise<void>;
  /** The gate sends no heartbeats from now on. */
  silenceGate(gate: string): void;
  reviveGate(gate: string): void;
  /** Resolves when all changes that were due before are announced. */
  waitForAnnouncements(): Promise<void>;
  close(): Promise<void>;
}

export async function presenceFixture(parts: PresenceAdapters): Promise<PresenceFixture> {
  const { routes, presence } = parts;
  const gates = new Set(['gate-1', 'gate-2', 'gate-3']);
  const epochs = new Map<string, number>();
  const changes: PresenceChange[] = [];
  const assertions = setInterval(() => {
    for (const gate of gates) routes.refresh(gate, []).catch(() => undefined);
  }, QUICK_TIMES.noHeartbeatMs / 8);
  let looking: Promise<unknown> = Promise.resolve();
  const looks = setInterval(() => {
    looking = presence.takeChanges(100).then(
      (taken) => changes.push(...taken.changes),
      () => undefined,
    );
  }, 20);
  for (const gate of gates) await routes.refresh(gate, []);
  let strangers = 0;

  const fixture: PresenceFixture = {
    ...parts,
    changes,
    announced: (userId) => changes.filter((change) => change.userId === userId).map(({ state }) => state),
    async connect(userId, sessionId, gate = 'gate-1') {
      const epoch = (epochs.get(sessionId) ?? 0) + 1;
      epochs.set(sessionId, epoch);
      await routes.bind([{ userId: userId, route: testRoute(gate, sessionId, epoch) }]);
    },
    disconnect: (userId, sessionId) =>
      routes.unbind([{ userId: userId, sessionId: sessionId, epoch: epochs.get(sessionId) ?? 0 }]),
    async watch(...userIds) {
      let answer: UserPresence[] | number = 0;
      await expect
        .poll(
          async () => {
            answer = await presence.watch('watcher', userIds);
            return typeof answer;
          },
          { timeout: 5000 },
        )
        .toBe('object');
      return answer as unknown as UserPresence[];
    },
    async stopPolling() {
      clearInterval(looks);
      await looking;
    },
    silenceGate: (gate) => void gates.delete(gate),
    reviveGate: (gate) => void gates.add(gate),
    async waitForAnnouncements() {
      strangers += 1;
      const stranger = `stranger-${strangers}`;
      await fixture.watch(stranger);
      await fixture.connect(stranger, stranger, 'gate-3');
      await expect.poll(() => fixture.announced(stranger), { timeout: 5000 }).toEqual([ONLINE]);
      await fixture.disconnect(stranger, stranger);
      await expect.poll(() => fixture.announced(stranger), { timeout: 5000 }).toEqual([ONLINE, OFFLINE]);
    },
    async close() {
      clearInterval(assertions);
      clearInterval(looks);
      await parts.release();
    },
  };
  return fixture;
}

export function testRoute(instance: string, sessionId: string, epoch: number): Route {
  return { sessionId, epoch, address: { instance, slot: 0, connection: 1 } };
}
