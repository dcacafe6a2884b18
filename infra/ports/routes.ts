// Port: which gates hold the connections of each user.
import type { ConnectionAddress } from './command.ts';

/** A connection of a session. Only the one with the session's highest epoch is valid. */
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
 * User → sessions → connection. Routes are hints: they may be lost at any time, and gates write theirs again every 10 s.
 * A route counts only while the key of its gate exists (10 s, renewed by each `refresh`).
 */
export interface Routes {
  /** Adds a route, unless the session has a higher epoch. */
  bind(entries: readonly UserRoute[]): Promise<void>;
  /** Removes a session's route if it still has that epoch: a late disconnect cannot remove its successor. */
  unbind(entries: readonly { userId: string; sessionId: string; epoch: number }[]): Promise<void>;
  /**
   * Renews the gate's key and the routes of these connections: at most 500 per call; none renews the key alone.
   * Returns the users whose route was missing.
   */
  refresh(instance: string, entries: readonly UserRoute[]): Promise<string[]>;
  /** The valid routes of each user, in the order of `userIds`. Throws within 1 s when the store is unavailable. */
  lookup(userIds: readonly string[]): Promise<Route[][]>;
  /** Invalidates all routes of a gate that stops. */
  removeGate(instance: string): Promise<void>;
}
