// The presence notifier: pushes presence changes to the friends who watch them. Any number of instances run side by side; the
// store gives each change to one of them.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../infra/ports/index.ts';
import type { im } from '../../proto/rpc.ts';
import type { PresenceChange, PresenceStore, SocialGraphReader } from '../ports/index.ts';

/** Short enough for a friend to see a change at once; an idle instance asks Redis four times a second. */
const POLL_INTERVAL_MS = 250;
const MAX_CHANGES = 200;
/** Takes a gate about 40 ms: messages wait no longer than that behind one batch of presence pushes. */
const MAX_WATCHERS = 2000;
/**
 * Leaves a gate more than half of its time for messages. Waiting changes stay in the store, where a later change replaces them.
 */
const PUSHES_PER_MS = 30;
const RETRY_MS = 500;
/** Behind a longer backlog the presence has changed again. */
const PUSH_TTL_MS = 60_000;
/** After this time other instances have pushed later changes of the same users. */
const GIVE_UP_MS = 5000;

export interface PresencePush {
  readonly users: readonly string[];
  readonly push: im.Push.$Properties;
  /** A connection that the push does not reach within this time does not get it. */
  readonly ttlMs: number;
}

export interface PresenceNotifierOptions {
  readonly presence: PresenceStore;
  readonly socialGraph: SocialGraphReader;
  /** Sends pushes to all connections of their users. Resolves with the number of connections. */
  push(pushes: readonly PresencePush[]): Promise<number>;
  readonly log: Log;
  readonly pollIntervalMs?: number;
}

/** Notifies until closed. Changes that an instance has taken when it dies are lost: watchers ask again every few minutes. */
export function startPresenceNotifier(options: PresenceNotifierOptions): PresenceNotifier {
  return new PresenceNotifier(options);
}

export class PresenceNotifier {
  readonly #options: PresenceNotifierOptions;
  readonly #pollIntervalMs: number;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #isFailing = false;

  constructor(options: PresenceNotifierOptions) {
    this.#options = options;
    this.#pollIntervalMs = options.pollIntervalMs ?? POLL_INTERVAL_MS;
    this.#running = this.#run();
  }

  /** Pushes the changes it has taken, and takes no more. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const { changes, more } = await this.#takeChanges();
      const pushed = changes.length > 0 ? await this.#push(changes) : 0;
      const pauseMs = Math.max(Math.floor(pushed / PUSHES_PER_MS), more ? 0 : this.#pollIntervalMs);
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #takeChanges(): ReturnType<PresenceStore['takeChanges']> {
    try {
      const taken = await this.#options.presence.takeChanges(MAX_CHANGES, MAX_WATCHERS);
      this.#isFailing = false;
      return taken;
    } catch (error) {
      if (!this.#isFailing) this.#options.log.warn({ err: error }, 'presence store unavailable, presence changes wait');
      this.#isFailing = true;
      return { changes: [], more: false };
    }
  }

  /** Returns the number of connections that were pushed to. */
  async #push(changes: readonly PresenceChange[]): Promise<number> {
    const giveUpAt = performance.now() + GIVE_UP_MS;
    for (;;) {
      try {
        return await this.#options.push(await createPushes(changes, this.#options.socialGraph));
      } catch (error) {
        if (this.#closing.signal.aborted || performance.now() + RETRY_MS >= giveUpAt) {
          this.#options.log.warn({ err: error, users: changes.length }, 'presence changes dropped after retries');
          return 0;
        }
        await sleep(RETRY_MS);
      }
    }
  }
}

/** Friendship is checked now, not when the watch began: a watcher may have been blocked since. */
async function createPushes(changes: readonly PresenceChange[], socialGraph: SocialGraphReader): Promise<PresencePush[]> {
  const pushes = changes.map(async ({ watchers, ...presence }) => {
    const users = [...(await socialGraph.filterFriends(presence.user, watchers))];
    return { users, push: { presence }, ttlMs: PUSH_TTL_MS };
  });
  return (await Promise.all(pushes)).filter(({ users }) => users.length > 0);
}
