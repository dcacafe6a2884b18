// Random commands. An abstract command is a few small numbers, so that a failing sequence can be shrunk. Its meaning depends on
// the state in which it is built.
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { directConversationId } from '../../../proto/ids.ts';
import { im, type RequestShape } from '../../../proto/rpc.ts';
import {
  countsAsUnread,
  type LogicRpc,
  type LogicRpcs,
  type ModelConversation,
  type ModelState,
  relationBetween,
} from './model-state.ts';

export interface AbstractCommand {
  readonly rpc: LogicRpc | 'resend' | 'reuse';
  /** The indexes of the caller and of the caller's device. */
  readonly from: number;
  readonly device: number;
  /** The index of another user, or of the caller. */
  readonly to: number;
  /** The index of a conversation or a group. */
  readonly target: number;
  readonly seq: number;
  /** Selects between variants of the request. */
  readonly choice: number;
}

export interface ConcreteCommand {
  readonly rpc: LogicRpc;
  readonly userId: string;
  readonly device: number;
  readonly request: object;
}

/** Commands that are sent at the same moment. */
export type Round = readonly AbstractCommand[];

const WEIGHTS: Readonly<Partial<Record<AbstractCommand['rpc'], number>>> = {
  sendMessage: 14,
  editMessage: 4,
  recallMessage: 3,
  react: 5,
  deleteForMe: 2,
  markRead: 6,
  markDelivered: 2,
  listReaders: 1,
  setConversation: 3,
  createGroup: 4,
  getGroup: 1,
  updateGroup: 2,
  inviteToGroup: 3,
  joinGroup: 4,
  answerJoinRequest: 3,
  answerGroupInvitation: 5,
  listGroupInvitations: 1,
  leaveGroup: 2,
  removeFromGroup: 3,
  listGroupBans: 1,
  liftGroupBan: 2,
  setGroupRole: 3,
  transferGroup: 1,
  muteMember: 2,
  dissolveGroup: 1,
  updateProfile: 2,
  requestFriend: 4,
  answerFriendRequest: 4,
  removeFriend: 1,
  setRemark: 1,
  block: 2,
  unblock: 2,
  resend: 10,
  reuse: 2,
};

/** Random sequences of rounds. */
export function commandRounds({
  users,
  devices,
  maxRounds,
}: {
  users: number;
  devices: number;
  maxRounds: number;
}): fc.Arbitrary<Round[]> {
  const anyCommand = fc.record<AbstractCommand>({
    rpc: fc.oneof(
      ...Object.entries(WEIGHTS).map(([rpc, weight]) => ({ weight, arbitrary: fc.constant(rpc as AbstractCommand['rpc']) })),
    ),
    from: fc.nat({ max: users - 1 }),
    device: fc.nat({ max: devices - 1 }),
    to: fc.nat({ max: users - 1 }),
    target: fc.nat({ max: 5 }),
    seq: fc.nat({ max: 7 }),
    choice: fc.nat({ max: 7 }),
  });
  const single = fc.tuple(anyCommand);
  // Commands of one round should conflict, so most of them have the same target.
  const together = fc
    .tuple(fc.array(fc.record({ command: anyCommand, separate: fc.nat({ max: 3 }) }), { minLength: 2, maxLength: 4 }), anyCommand)
    .map(([commands, { target, seq, to }]) =>
      commands.map(({ command, separate }) => (separate === 0 ? command : { ...command, target, seq, to })),
    );
  const round = fc.oneof({ weight: 3, arbitrary: single }, { weight: 2, arbitrary: together });
  const all = fc.array(round, { minLength: 1, maxLength: maxRounds, size: 'max' });
  // Most sequences start with some groups, friends and messages.
  return fc.tuple(fc.subarray(startingRounds(users)), all).map(([before, after]) => [...before, ...after]);
}

/** A group of all users with messages, a direct conversation with a message, and two friends. */
function startingRounds(users: number): Round[] {
  const nothing = { from: 0, device: 0, to: users - 1, target: 2, seq: 1, choice: 0 };
  return [
    [{ ...nothing, rpc: 'createGroup', choice: 2 }],
    ...Array.from({ length: users }, (_, to): Round => [{ ...nothing, rpc: 'inviteToGroup', to, target: 0 }]),
    ...Array.from(
      { length: users - 1 },
      (_, from): Round => [{ ...nothing, rpc: 'answerGroupInvitation', from: from + 1, target: 0 }],
    ),
    [{ ...nothing, rpc: 'setGroupRole', to: 1, target: 0 }],
    [{ ...nothing, rpc: 'sendMessage', from: 1 }],
    [{ ...nothing, rpc: 'sendMessage', from: 2 }],
    [{ ...nothing, rpc: 'sendMessage', target: 0, to: 1 }],
    [{ ...nothing, rpc: 'requestFriend', to: 1 }],
    [{ ...nothing, rpc: 'answerFriendRequest', from: 1, to: 0 }],
  ];
}

/** 16 bytes that are the same whenever a sequence runs again. */
export function deriveId(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, 16);
}

/** The id that the server derives from the request that creates a group. */
export function deriveGroupId(creator: string, clientRequestId: Uint8Array): string {
  return deriveId(`group:${creator}:${Buffer.from(clientRequestId).toString('hex')}`).toString('base64url');
}

const pick = <T>(some: readonly T[], i: number): T | undefined => some[i % Math.max(1, some.length)];

/** The seq of one of the last messages, or the next one. For an edit or a recall, mostly of the caller's own message. */
function seqIn(chat: ModelConversation | undefined, { rpc, seq, choice }: AbstractCommand, userId: string): number {
  if (!chat) return seq;
  const back = chat.messages.length + 1 - seq;
  if ((rpc !== 'editMessage' && rpc !== 'recallMessage') || choice > 5) return Math.max(0, back);
  return chat.messages.filter((said) => said.senderId === userId && countsAsUnread(said)).at(-seq)?.seq ?? back;
}

/** No text that is shown may have it. */
export const UNSAFE = '\u001b[2J';
const EMOJIS = ['👍', '❤️', '🇩🇪'];
const { TEXT, IMAGE, FILE, LOCATION, CUSTOM } = im.MessageKind;
const KINDS = [TEXT, TEXT, TEXT, TEXT, IMAGE, FILE, LOCATION, CUSTOM];

/** Turns abstract commands into requests, in their order. Most of them are valid in the given state. */
export class CommandBuilder {
  readonly #userIds: readonly string[];
  readonly #run: string;
  readonly #sent: ConcreteCommand[] = [];
  #count = 0;

  /** `run` makes the ids of this run unique. */
  constructor(userIds: readonly string[], run: string) {
    this.#userIds = userIds;
    this.#run = run;
  }

  /** Undefined when the command has no meaning yet, such as a resend before anything was sent. */
  build(command: AbstractCommand, state: ModelState): ConcreteCommand | undefined {
    const userId = this.#userIds[command.from] ?? '';
    const { device } = command;
    if (command.rpc === 'resend' || command.rpc === 'reuse') return this.#resend(command, userId);
    const built: ConcreteCommand = { rpc: command.rpc, userId, device, request: this.#request(command, userId, state) };
    if ('clientMessageId' in built.request || 'clientRequestId' in built.request) this.#sent.push(built);
    return built;
  }

  /** A resend of an earlier command, or another text under an earlier message id of the user's. */
  #resend({ rpc, device, choice }: AbstractCommand, userId: string): ConcreteCommand | undefined {
    const sent = this.#sent.filter((built) => built.userId === userId && (rpc === 'resend' || built.rpc === 'sendMessage'));
    const before = pick(sent.slice(-4), choice);
    if (!before || rpc === 'resend') return before && { ...before, device };
    return { ...before, device, request: { ...before.request, text: 'something else', kind: TEXT, body: '' } };
  }

  #request(command: AbstractCommand, userId: string, state: ModelState): object {
    this.#count++;
    const { target, choice } = command;
    const makesSense = choice < 7;
    const id = deriveId(`${this.#run}/${this.#count}`);
    const clientMessageId = { clientMessageId: id };
    const asking =
      command.rpc === 'answerFriendRequest'
        ? this.#userIds.filter((other) => relationBetween(state, userId, other).incomingRequest)
        : [];
    const other = { userId: pick(asking, command.to) ?? this.#userIds[command.to] ?? '' };
    const nowhere = deriveId('nowhere').toString('base64url');
    const chats = [...state.conversations.values()];
    const mine = chats.filter(({ members }) => members.has(userId));
    const any = pick(chats, target);
    const chat = any?.members.has(userId) || !makesSense ? any : pick(mine, target);
    const conversation = { conversationId: chat?.conversationId ?? directConversationId(userId, other.userId) };
    const groups = [...state.groups.values()];
    const anyGroup = pick(groups, target);
    const isMember = anyGroup?.members.has(userId) || !makesSense || command.rpc === 'joinGroup';
    const group = {
      groupId:
        (isMember
          ? anyGroup
          : pick(
              groups.filter(({ members }) => members.has(userId)),
              target,
            )
        )?.groupId ?? nowhere,
    };
    const seq = seqIn(chat, command, userId);
    const text = `${this.#count}${choice === 3 && this.#count % 3 === 0 ? UNSAFE : ''}`;
    const json = JSON.stringify({ url: text });
    const flag = choice % 2 === 0;
    const some = this.#userIds.filter((_, i) => i === command.to || i === choice);
    const requests: { readonly [R in LogicRpc]?: () => RequestShape<LogicRpcs[R]> } = {
      sendMessage: () => {
        const kind = KINDS[choice] ?? TEXT;
        const where = target < 2 ? { toUserId: other.userId } : conversation;
        const mentions = choice === 1 ? some : [];
        const what = kind === TEXT ? { text } : { body: json };
        return { ...clientMessageId, ...where, kind, ...what, mentions, replyTo: choice === 2 ? seq : 0 };
      },
      editMessage: () => ({ ...clientMessageId, ...conversation, seq, ...editIn(choice, text, json) }),
      recallMessage: () => ({ ...clientMessageId, ...conversation, seq }),
      react: () => ({ ...clientMessageId, ...conversation, seq, emoji: EMOJIS[choice % 3] ?? '', remove: choice > 4 }),
      deleteForMe: () => ({ ...conversation, seqs: [seq, seq + 1] }),
      markRead: () => ({ ...conversation, seq }),
      markDelivered: () => ({ ...conversation, seq }),
      listReaders: () => ({ ...conversation, seq }),
      setConversation: () => ({
        ...conversation,
        ...(choice < 3 && { pinned: flag }),
        ...(choice > 1 && choice < 5 && { muted: flag }),
        ...(choice > 4 && { hidden: choice < 7 }),
      }),
      createGroup: () => {
        return { clientRequestId: id, name: `group ${text}`, joinPolicy: choice % 3, memberIds: some };
      },
      getGroup: () => group,
      updateGroup: () => ({ ...group, ...(flag ? { name: `group ${seq}` } : { joinPolicy: seq % 3 }) }),
      inviteToGroup: () => ({ ...group, userIds: some }),
      joinGroup: () => ({ ...group, greeting: text }),
      answerJoinRequest: () => {
        const built = [...(state.groups.get(group.groupId)?.requests.keys() ?? [])];
        return { ...group, userId: pick(built, target) ?? other.userId, accept: choice < 6 };
      },
      answerGroupInvitation: () => {
        const built = groups.filter(({ invitations }) => invitations.has(userId));
        return { groupId: pick(built, target)?.groupId ?? group.groupId, accept: choice < 6 };
      },
      listGroupInvitations: () => ({ sent: flag }),
      leaveGroup: () => group,
      removeFromGroup: () => ({ ...group, ...other, ban: choice < 3 }),
      listGroupBans: () => group,
      liftGroupBan: () => {
        const restricted = [...(state.groups.get(group.groupId)?.restrictions.keys() ?? [])];
        return { ...group, userId: pick(restricted, target) ?? other.userId };
      },
      setGroupRole: () => ({ ...group, ...other, role: flag ? im.GroupRole.ADMIN : im.GroupRole.MEMBER }),
      transferGroup: () => ({ ...group, ...other }),
      muteMember: () => ({ ...group, ...other, seconds: choice < 5 ? 3600 + this.#count * 1111 : 0 }),
      dissolveGroup: () => group,
      updateProfile: () => (choice < 3 ? { about: text } : { whoMayWrite: choice % 3 }),
      requestFriend: () => ({ ...other, greeting: text }),
      answerFriendRequest: () => ({ ...other, accept: choice < 6 }),
      removeFriend: () => other,
      setRemark: () => ({ ...other, remark: text }),
      block: () => other,
      unblock: () => other,
    };
    return requests[command.rpc as LogicRpc]?.() ?? {};
  }
}

/** What an edit gives: the text, the body or both. */
function editIn(choice: number, text: string, json: string): { text?: string; body?: string } {
  if (choice < 5) return { text };
  return choice < 7 ? { body: json } : { text: '', body: json };
}
