// For the suite of old messages: what is right, as simply as it can be said.
import fc from 'fast-check';
import { im } from '../../../../proto/rpc.ts';

const { TEXT, SYSTEM, REACTED } = im.MessageKind;

/** What is said in a group, and what its members see of it, in a few lines. Seq 1 says that it was made. */
export class RetentionModel {
  readonly entries: { readonly sender: number; readonly kind: im.MessageKind; readonly days: number }[] = [
    { sender: 0, kind: SYSTEM, days: 0 },
  ];
  #deleted = 0;
  readonly #members: { first: number; left: number; read: number }[];

  constructor(users: number) {
    this.#members = Array.from({ length: users }, () => ({ first: 1, left: 0, read: 1 }));
  }

  #of(user: number) {
    const member = this.#members[user];
    if (!member) throw new Error('no such member');
    return { member, last: member.left || this.entries.length };
  }

  isMember(user: number): boolean {
    return this.#of(user).member.left === 0;
  }

  read(user: number, seq: number): void {
    const { member, last } = this.#of(user);
    member.read = Math.max(member.read, Math.min(seq, last));
  }

  moveMember(user: number, isComing: boolean): void {
    const seq = this.entries.length;
    const { member } = this.#of(user);
    if (isComing) Object.assign(member, { first: seq, left: 0, read: seq });
    else member.left = seq;
  }

  delete(limit: number, days: number): number {
    const there = this.entries.slice(this.#deleted, this.#deleted + limit);
    const young = there.findIndex((said) => said.days < days);
    const deleted = young < 0 ? there.length : young;
    this.#deleted += deleted;
    return deleted;
  }

  visibleSeqs(user: number): number[] {
    const { member, last } = this.#of(user);
    const first = Math.max(member.first, this.#deleted + 1);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  }

  summaryFor(user: number) {
    const { member, last } = this.#of(user);
    const seqs = this.visibleSeqs(user);
    const at = (seq: number) => this.entries[seq - 1];
    const unread = seqs.filter((seq) => seq > member.read && at(seq)?.sender !== user && at(seq)?.kind === TEXT);
    const firstSeq = Math.max(member.first, this.#deleted + 1);
    const lastMessage = seqs.findLast((seq) => at(seq)?.kind !== REACTED);
    return { firstSeq, lastSeq: last, readSeq: member.read, unread: unread.length, last: lastMessage };
  }
}

const user = fc.integer({ min: 0, max: 2 });
/** One random step of three members: a message, a read mark, a deletion, or a member who leaves or joins. */
export const retentionStep = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('send' as const),
      user,
      days: fc.integer({ min: 0, max: 9 }),
      kind: fc.constantFrom(TEXT, TEXT, REACTED),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('read' as const), user, seq: fc.integer({ min: 1, max: 40 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('delete' as const),
      days: fc.integer({ min: 0, max: 9 }),
      limit: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ what: fc.constantFrom('leave' as const, 'join' as const), user: fc.constantFrom(1, 2) }),
  },
);
