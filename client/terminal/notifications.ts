// What is told without being asked for: who has come, and who wants to be a friend.

import type { ChatContext } from './chat-context.ts';
import { printable } from './screen/terminal.ts';

// What ended my connection may have ended those of others, who come back as I do: within the pauses between their tries.
const SETTLES_MS = 10_000;

/** Returns the way to stop. */
export function startNotifications({ client, terminal, texts }: ChatContext): () => void {
  const names = new Map<string, string>();
  /** As they were when this was last looked at. */
  let friends: ReadonlySet<string> = new Set();
  /** As it was told, or was at first. */
  const present = new Map<string, boolean>();
  /** While my own connection is gone, and shortly after: as it is, to be compared when all have come back. */
  let unsettled: Map<string, boolean> | undefined;
  let settling: NodeJS.Timeout | undefined;
  let hasSynced = false;

  function watch(): void {
    const now = client.people.relations.filter(({ friend }) => friend);
    for (const { user, name, remark } of now) names.set(user, remark || name);
    friends = new Set(now.map(({ user }) => user));
    // It is tried again by itself.
    client.presence.watch([...friends]).catch(() => undefined);
  }

  function tellPresence(user: string, isThere: boolean): void {
    const wasThere = present.get(user);
    present.set(user, isThere);
    if (wasThere !== undefined && wasThere !== isThere)
      terminal.print(`· ${texts.presenceChanged(printable(names.get(user) ?? user), isThere)}`);
  }

  function settle(): void {
    const now = unsettled ?? [];
    unsettled = undefined;
    for (const [user, isThere] of now) tellPresence(user, isThere);
  }

  const stops = [
    client.on('synced', () => {
      if (!hasSynced) watch();
      hasSynced = true;
    }),
    client.on('relation', ({ user, name: plain, friend, asksMe, greeting }) => {
      const name = printable(plain || texts.deletedUser);
      if (asksMe) terminal.print(`· ${texts.asksMe(name, printable(greeting))}`);
      // Those of before are no news, and another profile or remark makes no new friend.
      if (friend && hasSynced && !friends.has(user)) terminal.print(`· ${texts.befriended(name)}`);
      if (hasSynced) watch();
    }),
    client.on('presence', ({ user, state }) => {
      const isThere = state !== 'OFFLINE';
      if (unsettled) unsettled.set(user, isThere);
      else tellPresence(user, isThere);
    }),
    client.on('state', ({ state }) => {
      clearTimeout(settling);
      if (state !== 'online') unsettled ??= new Map();
      else if (unsettled) settling = setTimeout(settle, SETTLES_MS);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
    clearTimeout(settling);
  };
}
