// How often a user may do what, over all devices and all instances.
import type { Admission, Limits } from '../infra/ports/index.ts';
import { ImError } from '../proto/errors.ts';
import type { im, RpcsOf } from '../proto/rpc.ts';

const MINUTE_MS = 60_000;
// While nobody can be asked, nobody waits for an answer: commands go on uncounted, and so often somebody finds out.
const UNASKED_MS = 5000;

export type RateClass = keyof typeof COMMANDS_PER_MINUTE;
type PerMinute = Readonly<Record<RateClass, number>>;

/** More than people do, less than programs can. */
export const COMMANDS_PER_MINUTE = {
  people: 30,
  groups: 30,
  search: 60,
  changes: 120,
  reads: 600,
  away: 60,
  watch: 60,
} as const;

/**
 * What each rpc counts as; `free` is what the gate's pace alone holds back: messages, of which refusing one and taking the next would change the order, and
 * what devices do by themselves to catch up. Total: a new rpc does not compile without its class.
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

  forgetUser: 'free',
  tellFriends: 'free',
};

/** The same for Presence. Of typing, what is too much is not refused: it is told to nobody. */
export const PRESENCE_RATE_CLASSES: Readonly<Record<keyof RpcsOf<im.Presence>, RateClass | 'free'>> = {
  setPresence: 'away',
  watchPresence: 'watch',
  typing: 'free',
};

/** Counts commands of Logic by user and class in `limits`; TOO_MANY_REQUESTS above so many a minute. */
export function logicAdmission(limits: Limits, perMinute: PerMinute = COMMANDS_PER_MINUTE): Admission {
  return rates(RATE_CLASSES, limits, perMinute);
}

/** Counts commands of Presence. */
export function presenceAdmission(limits: Limits, perMinute: PerMinute = COMMANDS_PER_MINUTE): Admission {
  return rates(PRESENCE_RATE_CLASSES, limits, perMinute);
}

function rates(classOf: Readonly<Record<string, RateClass | 'free'>>, limits: Limits, perMinute: PerMinute): Admission {
  const classes = new Map<string, RateClass>();
  for (const [handler, rateClass] of Object.entries(classOf)) if (rateClass !== 'free') classes.set(handler, rateClass);
  let unaskedUntil = 0;

  return {
    appliesTo: (handler) => classes.has(handler) && performance.now() >= unaskedUntil,
    async check(commands) {
      const tries = commands.map(({ handler, caller }) => {
        const rateClass = classes.get(handler) ?? 'reads';
        return { key: `logic/${rateClass}/${caller.userId}`, limit: perMinute[rateClass], windowMs: MINUTE_MS };
      });
      try {
        const waits = await limits.take(tries);
        return tries.map(({ limit }, i) => refusalOf(waits[i] ?? 0, limit));
      } catch (error) {
        unaskedUntil = performance.now() + UNASKED_MS;
        throw error;
      }
    },
  };
}

function refusalOf(retryAfterMs: number, limit: number): ImError | undefined {
  if (retryAfterMs === 0) return undefined;
  return new ImError('TOO_MANY_REQUESTS', `more than ${limit} commands of this kind in a minute`, { retryAfterMs });
}
