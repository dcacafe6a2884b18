// The links of a stack, as a schedule names them, and what may happen to them.

export const LINK_KINDS = ['cut', 'half-open', 'one-way', 'slow', 'cut-commit'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** How long a link is disturbed. */
export const LINK_SECONDS = 5;
/** What `slow` adds to each direction. */
export const SLOW_MS = 200;

/**
 * Two ends with a colon between: "logic-0:mysql", "services:kafka", "clients:gate-1". `one-way` lets through only what the first
 * end sends.
 */
export interface Link {
  readonly from: string;
  readonly to: string;
}

export interface Disturbance extends Link {
  readonly kind: LinkKind;
}

/** Undefined when the text names no two ends. */
export function parseLink(text: string): Link | undefined {
  const [, from, to] = /^([a-z]+(?:-\d+)?):([a-z]+(?:-\d+)?)$/.exec(text) ?? [];
  return from === undefined || to === undefined ? undefined : { from, to };
}

/** What a connection from `near` to `far` suffers, and whether the first end of the link is the near one. */
export function findDisturbance(
  disturbances: Iterable<Disturbance>,
  near: string,
  far: string,
): { readonly kind: LinkKind; readonly isNearFirst: boolean } | undefined {
  for (const { kind, from, to } of disturbances) {
    if (isMeant(from, near) && isMeant(to, far)) return { kind, isNearFirst: true };
    if (isMeant(from, far) && isMeant(to, near)) return { kind, isNearFirst: false };
  }
  return undefined;
}

/** "services" means all of them, a role all its instances. */
function isMeant(end: string, name: string): boolean {
  return end === name || end === name.replace(/-\d+$/, '') || (end === 'services' && name !== 'clients');
}
