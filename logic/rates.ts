// Rate limits of Logic and Presence: commands per minute and user, counted over all devices and all instances.
import type { Admission, Limits, UserRates } from '../infra/ports/index.ts';
import { ImError } from '../proto/errors.ts';
import type { im, RpcsOf } from '../proto/rpc.ts';

const MINUTE_MS = 60_000;

export type RateClass = keyof typeof COMMANDS_PER_MINUTE;
type PerMinute = Readonly<Record<RateClass, number>>;

/** More than a person needs, and less than a program could send. */
export const COMMANDS_PER_MINUTE = {
  people: 30,
  groups: 30,
  search: 60,
  changes: 120,
  reads: 600,
  away: 60,
  watch: 60,
} as const;

/** What one user may cost over all their connections. Above it they are served more slowly, and nothing is refused. */
export const USER_RATES = {
  // A new device of a user with thousands of conversations takes about 10 MB.
  readBytes: { perSecond: 1024 * 1024, burst: 8 * 1024 * 1024 },
  // A message to a group of 100 five times per second, or to one of 2000 every four seconds; ten times as many at once.
  pushes: { perSecond: 500, burst: 5000 },
} as const satisfies UserRates;

/**
 * The rate class of each rpc. Only the gate limits `free` rpcs. These are messages, whose order would change if one were refused
 * and the next one accepted, and the commands by which devices catch up. A new rpc does not compile without a class.
 */
export const RATE_CLASSES: Readonly<Record<keyof RpcsOf<im.Logic>, RateClass | 'free'>> = {
  sendMessage: 'free',
  recallMessage: 'changes',
  editMessage: 'changes',
  react: 'changes',
  deleteForMe: 'changes',
  pullMessages: 'free',

  listConversations: 'free',
  sync: 'free',
  markDelivered: 'free',
  markRead: 'free',
  listReaders: 'reads',
  setConversation: 'changes',

  findUser: 'search',
  getProfile: 'reads',
  updateProfile: 'people',
  searchUsers: 'search',
  requestFriend: 'people',
  listFriendRequests: 'reads',
  answerFriendRequest: 'people',
  removeFriend: 'people',
  listFriends: 'reads',
  setRemark: 'people',
  block: 'people',
  unblock: 'people',
  listBlocked: 'reads',

  createGroup: 'groups',
  getGroup: 'reads',
  listGroups: 'reads',
  listGroupMembers: 'reads',
  updateGroup: 'groups',
  inviteToGroup: 'groups',
  joinGroup: 'groups',
  listJoinRequests: 'reads',
  answerJoinRequest: 'groups',
  leaveGroup: 'groups',
  removeFromGroup: 'groups',
  setGroupRole: 'groups',
  transferGroup: 'groups',
  muteMember: 'groups',
  dissolveGroup: 'groups',
  listGroupBans: 'reads',
  liftGroupBan: 'groups',
  answerGroupInvitation: 'groups',
  listGroupInvitations: 'reads',

  eraseUser: 'free',
  notifyFriends: 'free',
  inspectGroup: 'free',
  closeGroup: 'free',
};

/** The same for Presence. Too frequent Typing is dropped, not refused. */
export const PRESENCE_RATE_CLASSES: Readonly<Record<keyof RpcsOf<im.Presence>, RateClass | 'free'>> = {
  setPresence: 'away',
  watchPresence: 'watch',
  typing: 'free',
};

/** Counts commands of Logic by user and class in `limits`. Refuses with TOO_MANY_REQUESTS above the limit of a class. */
export function logicAdmission(limits: Limits, perMinute: PerMinute = COMMANDS_PER_MINUTE): Admission {
  return new RateAdmission(RATE_CLASSES, limits, perMinute);
}

/** As `logicAdmission`, for commands of Presence. */
export function presenceAdmission(limits: Limits, perMinute: PerMinute = COMMANDS_PER_MINUTE): Admission {
  return new RateAdmission(PRESENCE_RATE_CLASSES, limits, perMinute);
}

class RateAdmission implements Admission {
  readonly #limits: Limits;
  readonly #perMinute: PerMinute;
  /** Handler → class, without the free ones. */
  readonly #classes = new Map<string, RateClass>();

  constructor(classes: Readonly<Record<string, RateClass | 'free'>>, limits: Limits, perMinute: PerMinute) {
    this.#limits = limits;
    this.#perMinute = perMinute;
    for (const [handler, rateClass] of Object.entries(classes)) if (rateClass !== 'free') this.#classes.set(handler, rateClass);
  }

  appliesTo(handler: string): boolean {
    return this.#classes.has(handler);
  }

  async check(commands: Parameters<Admission['check']>[0]): Promise<readonly (ImError | undefined)[]> {
    const attempts = commands.map(({ handler, caller }) => {
      const rateClass = this.#classes.get(handler) ?? 'reads';
      return { key: `logic/${rateClass}/${caller.userId}`, limit: this.#perMinute[rateClass], windowMs: MINUTE_MS };
    });
    const waits = await this.#limits.take(attempts);
    return attempts.map(({ limit }, i) => refuseAbove(limit, waits[i] ?? 0));
  }
}

function refuseAbove(limit: number, retryAfterMs: number): ImError | undefined {
  if (retryAfterMs === 0) return undefined;
  return new ImError('TOO_MANY_REQUESTS', `at most ${limit} commands of this kind are allowed per minute`, { retryAfterMs });
}
