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
  announced(user: string): im.PresenceState[];
  connect(user: string, session: string, gate?: string): Promise<void>;
  disconnect(user: string, session: string): Promise<void>;
  /** Repeats the query until the store knows the states. */
  watch(...users: string[]): Promise<UserPresence[]>;
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
    announced: (user) => changes.filter((change) => change.user === user).map(({ state }) => state),
    async connect(user, session, gate = 'gate-1') {
      const epoch = (epochs.get(session) ?? 0) + 1;
      epochs.set(session, epoch);
      await routes.bind([{ userId: user, route: testRoute(gate, session, epoch) }]);
    },
    disconnect: (user, session) => routes.unbind([{ userId: user, sessionId: session, epoch: epochs.get(session) ?? 0 }]),
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
