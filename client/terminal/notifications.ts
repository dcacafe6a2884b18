// Notifies the user of friends who come online or go offline, of friend requests, of new friends, of bans in their groups, and of
// what the operator says.
import { im } from '../../proto/rpc.ts';
import type { UserRelation } from '../sdk/index.ts';
import type { ChatContext } from './chat-context.ts';
import { printable } from './screen/printable.ts';

// After an outage, friends reconnect within this time, as this client does.
const SETTLE_MS = 10_000;

export class Notifications {
  readonly #context: ChatContext;
  readonly #unsubscribe: readonly (() => void)[];
  readonly #names = new Map<string, string>();
  #friends: ReadonlySet<string> = new Set();
  /** User id → whether the user was online at the last announcement, or when their presence became known. */
  readonly #announced = new Map<string, boolean>();
  /** Presence that arrives during an outage and shortly after. Announced later, when all friends have had time to reconnect. */
  #unsettled: Map<string, boolean> | undefined;
  #settleTimer: NodeJS.Timeout | undefined;
  #hasSynced = false;

  constructor(context: ChatContext) {
    const { client } = context;
    this.#context = context;
    this.#unsubscribe = [
      client.on('synced', () => {
        if (!this.#hasSynced) this.#watchFriends();
        this.#hasSynced = true;
      }),
      client.on('notice', ({ text }) => context.terminal.print(`· ${context.texts.notice(printable(text))}`)),
      client.on('relation', (relation) => this.#announceRelation(relation)),
      client.on('presence', ({ userId, state }) => {
        const isOnline = state !== 'OFFLINE';
        if (this.#unsettled) this.#unsettled.set(userId, isOnline);
        else this.#announcePresence(userId, isOnline);
      }),
      client.on('push', ({ groupBanChanged }) => {
        if (groupBanChanged) this.#announceBan(im.GroupBanChanged.create(groupBanChanged));
      }),
      client.on('state', ({ state }) => {
        clearTimeout(this.#settleTimer);
        if (state !== 'online') this.#unsettled ??= new Map();
        else if (this.#unsettled) this.#settleTimer = setTimeout(() => this.#settle(), SETTLE_MS);
      }),
    ];
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    clearTimeout(this.#settleTimer);
  }

  #watchFriends(): void {
    const { client } = this.#context;
    const friends = client.people.relations.filter(({ friend }) => friend);
    for (const { userId, name, remark } of friends) this.#names.set(userId, remark || name);
    this.#friends = new Set(friends.map(({ userId }) => userId));
    // The SDK retries by itself.
    client.presence.watch([...this.#friends]).catch(() => undefined);
  }

  #announceRelation({ userId, name: plainName, friend, incomingRequest, greeting }: UserRelation): void {
    const { terminal, texts } = this.#context;
    const name = printable(plainName || texts.deletedUser);
    if (incomingRequest) terminal.print(`· ${texts.incomingRequest(name, printable(greeting))}`);
    // Announce neither friends of earlier runs nor changes of a friend's profile or remark.
    if (friend && this.#hasSynced && !this.#friends.has(userId)) terminal.print(`· ${texts.befriended(name)}`);
    if (this.#hasSynced) this.#watchFriends();
  }

  #announceBan({ groupId, ban, lifted, changedByName }: im.GroupBanChanged): void {
    const { client, terminal, texts } = this.#context;
    const name = printable(ban?.name || texts.deletedUser);
    const group = printable(client.conversations.get(groupId)?.name ?? '');
    terminal.print(`· ${texts.banChanged({ name, group, admin: printable(changedByName), isLifted: lifted })}`);
  }

  #announcePresence(userId: string, isOnline: boolean): void {
    const { terminal, texts } = this.#context;
    const wasOnline = this.#announced.get(userId);
    this.#announced.set(userId, isOnline);
    if (wasOnline !== undefined && wasOnline !== isOnline)
      terminal.print(`· ${texts.presenceChanged(printable(this.#names.get(userId) ?? userId), isOnline)}`);
  }

  #settle(): void {
    const current = this.#unsettled ?? [];
    this.#unsettled = undefined;
    for (const [userId, isOnline] of current) this.#announcePresence(userId, isOnline);
  }
}
