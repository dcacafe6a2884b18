// What the system messages of a group mean for the user's own state of it.

// Group events that concern every member, and those that add members.
const CONCERNS_ALL: ReadonlySet<unknown> = new Set(['renamed', 'changed', 'dissolved']);
const ADDS_MEMBERS: ReadonlySet<unknown> = new Set(['joined', 'invited']);
export const NO_GROUP_EVENT = { concernsUser: false, addsUser: false };

/** Whether a system message concerns the user, and whether it adds them. An unreadable one concerns them. */
export function parseGroupEvent(ownUserId: string | undefined, body: string): typeof NO_GROUP_EVENT {
  try {
    const { what, who, users } = JSON.parse(body) as { what?: unknown; who?: unknown; users?: unknown };
    const isTarget = Array.isArray(users) && users.includes(ownUserId);
    const concernsUser = isTarget || who === ownUserId || CONCERNS_ALL.has(what);
    return { concernsUser, addsUser: isTarget && ADDS_MEMBERS.has(what) };
  } catch (error) {
    if (error instanceof SyntaxError) return { concernsUser: true, addsUser: false };
    throw error;
  }
}
