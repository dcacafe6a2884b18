// Who is connected where.
import type { ConnectionAddress } from './command.ts';

/** A living connection of a user. The one with the highest epoch is a session's only one. */
export interface Route {
  readonly sessionId: string;
  readonly epoch: number;
  readonly address: ConnectionAddress;
}

/** A route of this user. */
export interface UserRoute {
  readonly userId: string;
  readonly route: Route;
}

/**
 * Who is connected where: user → sessions → connection. A hint, never the truth: it may be lost at any time, and gates assert theirs again every 10 s.
 * A route counts only while its gate's own key lives (10 s, renewed by each `assert`).
 */
export interface Routes {
  /** Enters a route, unless the session has a higher epoch. */
  bind(entries: readonly UserRoute[]): Promise<void>;
  /** Removes the session's route if it still has that epoch: a late disconnect cannot remove its successor. */
  unbind(entries: readonly { userId: string; sessionId: string; epoch: number }[]): Promise<void>;
  /** Says that the gate lives and that it has these connections (at most 500 a call, none = only that it lives). Returns the users whose route had been missing. */
  refresh(instance: string, entries: readonly UserRoute[]): Promise<string[]>;
  /** The living routes of each user, in the order of `users`. Throws within 1 s when the store is away. */
  lookup(users: readonly string[]): Promise<Route[][]>;
  /** The gate is gone: none of its routes count any more. */
  removeGate(instance: string): Promise<void>;
}
