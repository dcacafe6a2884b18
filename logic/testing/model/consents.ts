// A property of groups, apart from the model: nobody is a member without an act of their own.
import { expect } from 'vitest';
import { im } from '../../../proto/rpc.ts';
import type { ConcreteCommand } from './command-generator.ts';

const ADDS_MEMBERS: ReadonlySet<string> = new Set(['created', 'invited', 'joined']);

/** What users have done themselves: asked for or accepted a friendship, or entered a group. */
export class Consents {
  /** "user → other user" or "user → group". */
  readonly #given = new Set<string>();

  record({ rpc, userId, request }: ConcreteCommand): void {
    const { userId: other, groupId, accept } = request as { userId?: string; groupId?: string; accept?: boolean };
    if (rpc === 'requestFriend' || (rpc === 'answerFriendRequest' && accept)) this.#given.add(`${userId} → ${other}`);
    if (rpc === 'joinGroup' || (rpc === 'answerGroupInvitation' && accept)) this.#given.add(`${userId} → ${groupId}`);
  }

  /** Everybody whom a system message names as a new member is a friend of who added them, or has entered the group. */
  assertGiven(messages: readonly im.Message[]): void {
    for (const { kind, body, conversationId, senderId } of messages) {
      if (kind !== im.MessageKind.SYSTEM) continue;
      const { what, users = [] } = JSON.parse(body) as { what: string; users?: string[] };
      if (!ADDS_MEMBERS.has(what)) continue;
      const added = users.filter((userId) => !this.#given.has(`${userId} → ${conversationId}`));
      const strangers = added.filter((userId) => what === 'joined' || !this.#given.has(`${userId} → ${senderId}`));
      expect(strangers, `members by ${body} without an act of their own`).toEqual([]);
    }
  }
}
