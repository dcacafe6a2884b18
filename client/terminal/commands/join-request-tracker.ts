// Open requests to join the groups that the user is an admin of.
import { im } from '../../../proto/rpc.ts';
import type { ChatContext } from '../chat-context.ts';
import { asCallError } from '../failure.ts';
import type { Recipient } from '../recipients.ts';
import { parseSystemMessage } from '../screen/formatting.ts';
import { printable } from '../screen/printable.ts';

// System messages that end a request, and system messages that change whether this user may see requests.
const ENDS_REQUEST: ReadonlySet<string> = new Set(['joined', 'invited']);
const CHANGES_ROLES: ReadonlySet<string> = new Set(['role', 'transferred']);
const ENDS_MEMBERSHIP: ReadonlySet<string> = new Set(['left', 'removed']);

/**
 * Prints each request when it arrives. After each reconnect it prints once how many arrived in the meantime. `onChange` is called
 * when the number of known requests may have changed.
 */
export class JoinRequestTracker {
  readonly #context: ChatContext;
  readonly #selected: () => Recipient | undefined;
  readonly #onChange: () => void;
  readonly #unsubscribe: readonly (() => void)[];
  /** Group id → ids of the users with an open request. */
  readonly #requesters = new Map<string, Set<string>>();
  /** The same for pushes during a fetch, whose result may lack them. */
  readonly #requestersSinceFetch = new Map<string, Set<string>>();
  /** A push may have been missed since the last fetch. */
  #isStale = true;

  constructor(context: ChatContext, selected: () => Recipient | undefined, onChange: () => void) {
    const { client } = context;
    this.#context = context;
    this.#selected = selected;
    this.#onChange = onChange;
    this.#unsubscribe = [
      client.on('state', ({ state }) => {
        if (state !== 'online') this.#isStale = true;
      }),
      client.on('synced', () => {
        if (!this.#isStale) return;
        this.#isStale = false;
        void this.#refreshAll();
      }),
      client.on('push', ({ joinRequested }) => {
        if (joinRequested) this.#addRequest(joinRequested);
      }),
      client.on('message', ({ kind, conversationId, body }) => {
        if (kind === 'SYSTEM') this.#applySystemMessage(conversationId, body);
      }),
    ];
  }

  /** The number of open requests, as far as they are known. */
  openCount(groupId: string): number {
    return this.#requesters.get(groupId)?.size ?? 0;
  }

  /** Fetches the open requests of a group. Rejects with CallError. */
  async fetchOpen(groupId: string): Promise<readonly im.JoinRequest[]> {
    const requests: im.JoinRequest[] = [];
    const arrivedSince = new Set<string>();
    this.#requestersSinceFetch.set(groupId, arrivedSince);
    for await (const request of this.#context.client.groups.joinRequests(groupId)) requests.push(request);
    this.#setRequesters(groupId, [...requests.map(({ userId }) => userId), ...arrivedSince]);
    return requests;
  }

  /** The request was answered or withdrawn. */
  remove(groupId: string, userId: string): void {
    this.#requestersSinceFetch.get(groupId)?.delete(userId);
    if (this.#requesters.get(groupId)?.delete(userId)) this.#onChange();
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #setRequesters(groupId: string, userIds: Iterable<string>): void {
    this.#requesters.set(groupId, new Set(userIds));
    this.#onChange();
  }

  #addRequest(joinRequested: im.JoinRequested.$Properties): void {
    const { terminal, texts } = this.#context;
    const { groupId, request } = im.JoinRequested.create(joinRequested);
    const { userId, name, greeting } = im.JoinRequest.create(request ?? {});
    this.#requestersSinceFetch.get(groupId)?.add(userId);
    this.#setRequesters(groupId, [...(this.#requesters.get(groupId) ?? []), userId]);
    const shown = {
      name: printable(name || texts.deletedUser),
      group: printable(this.#groupName(groupId)),
      greeting: printable(greeting),
    };
    terminal.print(`· ${texts.joinRequestReceived(shown, this.#isSelected(groupId))}`);
  }

  #applySystemMessage(groupId: string, body: string): void {
    const { what, users } = parseSystemMessage(body);
    if (ENDS_REQUEST.has(what)) for (const userId of users) this.remove(groupId, userId);
    if (!users.includes(this.#context.client.me?.userId ?? '')) return;
    if (ENDS_MEMBERSHIP.has(what)) this.#setRequesters(groupId, []);
    if (CHANGES_ROLES.has(what)) void this.#refresh(groupId, this.#groupName(groupId));
  }

  /** Fetches the requests of one group and prints their number if one of them is new. */
  async #refresh(groupId: string, name: string): Promise<void> {
    const { terminal, texts } = this.#context;
    const before = this.#requesters.get(groupId);
    try {
      const requests = await this.fetchOpen(groupId);
      if (requests.some(({ userId }) => !before?.has(userId)))
        terminal.print(`· ${texts.joinRequestsReceived(requests.length, printable(name), this.#isSelected(groupId))}`);
    } catch (error) {
      // NOT_ALLOWED: the user is not an admin any more. Other failures are retried after the next reconnect.
      if (asCallError(error).code === 'NOT_ALLOWED') this.#setRequesters(groupId, []);
    }
  }

  async #refreshAll(): Promise<void> {
    try {
      for await (const { groupId, name, myRole, joinPolicy } of this.#context.client.groups.all())
        if (joinPolicy === im.JoinPolicy.BY_REQUEST && myRole >= im.GroupRole.ADMIN) await this.#refresh(groupId, name);
    } catch (error) {
      asCallError(error);
      this.#isStale = true;
    }
  }

  #groupName(groupId: string): string {
    return this.#context.client.conversations.get(groupId)?.name ?? '';
  }

  #isSelected(groupId: string): boolean {
    return this.#selected()?.conversationId === groupId;
  }
}
