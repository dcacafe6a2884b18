// The presence notifier pushes presence changes to the friends who watch them. Several instances may run; the store gives each
// change to one of them.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../infra/ports/index.ts';
import type { im } from '../../proto/rpc.ts';
import type { PresenceChange, PresenceStore, SocialGraphReader } from '../ports/index.ts';

/** Friends see a change almost at once, and an idle instance asks Redis only four times per second. */
const POLL_INTERVAL_MS = 250;
const MAX_CHANGES = 200;
/** A gate needs about 40 ms for one batch of presence pushes, so messages wait at most that long behind it. */
const MAX_WATCHERS = 2000;
/**
 * Leaves a gate more than half of its time for messages. Changes that wait stay in the store, where a later change of the same
 * user replaces them.
 */
const PUSHES_PER_MS = 30;
const RETRY_MS = 500;
/** An older push is dropped, because the presence has probably changed again. */
const PUSH_TTL_MS = 60_000;
/** Retries of a push end after this time: other instances may have pushed later changes of the same users. */
const GIVE_UP_MS = 5000;

export interface PresencePush {
  readonly userIds: readonly string[];
  readonly push: im.Push.$Properties;
  /** The push is dropped for a connection that it has not reached within this time. */
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

/** Notifies until closed. If an instance dies, the changes that it has taken are lost. Watchers ask again every few minutes. */
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
      if (!this.#isFailing) this.#options.log.warn({ err: error }, 'presence store unavailable, presence changes wait, retrying');
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

/** Checks the friendship now and not only when the watch began: a watcher may have been blocked since. */
async function createPushes(changes: readonly PresenceChange[], socialGraph: SocialGraphReader): Promise<PresencePush[]> {
  const pushes = changes.map(async ({ watchers, ...presence }) => {
    const userIds = [...(await socialGraph.filterFriends(presence.userId, watchers))];
    return { userIds, push: { presence }, ttlMs: PUSH_TTL_MS };
  });
  return (await Promise.all(pushes)).filter(({ userIds }) => userIds.length > 0);
}
