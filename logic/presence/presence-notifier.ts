// Tells friends who has come, gone or is away. Any number of instances do so side by side: each change is taken by one of them.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../infra/ports/index.ts';
import type { im } from '../../proto/rpc.ts';
import type { PresenceChange, PresenceStore, SocialGraphReader } from '../ports/index.ts';

/** Friends see that somebody has come about as soon as he does himself; an idle instance asks Redis four times a second. */
const LOOK_EVERY_MS = 250;
const MAX_CHANGES = 200;
/** About 40 ms of a gate's work: messages wait no longer than that behind what is told at once. */
const MAX_WATCHERS = 2000;
/** Where many come or go at once, a gate has more than half of its time for messages. What waits meanwhile waits where a later change takes its place. */
const PUSHES_PER_MS = 30;
const RETRY_MS = 500;
/** Behind a backlog longer than that, who is where has changed again. */
const TOLD_LIVES_MS = 60_000;
/** What could not be told for so long is not told any more: other instances have told what came after it. */
const GIVE_UP_MS = 5000;

export interface PresenceNotifierOptions {
  readonly presence: PresenceStore;
  readonly socialGraph: SocialGraphReader;
  /** Pushes each event to all connections of its users that it reaches within `ttlMs`. Resolves with the number of connections. */
  push(
    pushes: readonly { readonly users: readonly string[]; readonly push: im.Push.$Properties; readonly ttlMs: number }[],
  ): Promise<number>;
  readonly log: Log;
  readonly pollIntervalMs?: number;
}

export interface PresenceNotifier {
  /** Tells what it has taken, and takes nothing more. */
  close(): Promise<void>;
}

/** Announces until closed. What an instance has taken when it dies is told to nobody: watchers ask again every few minutes. */
export function startPresenceNotifier(options: PresenceNotifierOptions): PresenceNotifier {
  const { presence, log, pollIntervalMs = LOOK_EVERY_MS } = options;
  const closing = new AbortController();
  const { signal } = closing;
  let isFailing = false;

  async function take(): ReturnType<PresenceStore['takeChanges']> {
    try {
      const taken = await presence.takeChanges(MAX_CHANGES, MAX_WATCHERS);
      isFailing = false;
      return taken;
    } catch (error) {
      if (!isFailing) log.warn({ err: error }, 'who has come and gone cannot be told');
      isFailing = true;
      return { changes: [], more: false };
    }
  }

  /** Answers how many connections were told. */
  async function tell(changes: readonly PresenceChange[]): Promise<number> {
    const giveUpAt = performance.now() + GIVE_UP_MS;
    for (;;) {
      try {
        return await options.push(await pushesOf(changes, options.socialGraph));
      } catch (error) {
        if (signal.aborted || performance.now() + RETRY_MS >= giveUpAt) {
          log.warn({ err: error, users: changes.length }, 'friends were not told of who has come and gone');
          return 0;
        }
        await sleep(RETRY_MS);
      }
    }
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      const { changes, more } = await take();
      const told = changes.length > 0 ? await tell(changes) : 0;
      const pauseMs = Math.max(Math.floor(told / PUSHES_PER_MS), more ? 0 : pollIntervalMs);
      if (pauseMs > 0) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  const looping = loop();
  return {
    async close() {
      closing.abort();
      await looping;
    },
  };
}

/** Who is a friend is asked now, not when they began to watch: somebody may have been blocked since. */
async function pushesOf(changes: readonly PresenceChange[], acquaintances: SocialGraphReader) {
  const pushes = changes.map(async ({ watchers, ...presence }) => {
    const users = [...(await acquaintances.filterFriends(presence.user, watchers))];
    return { users, push: { presence }, ttlMs: TOLD_LIVES_MS };
  });
  return (await Promise.all(pushes)).filter(({ users }) => users.length > 0);
}
