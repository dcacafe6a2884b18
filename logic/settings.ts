// The settings that the handlers of logic depend on.

export interface LogicSettings {
  /** The longest text of a message, in bytes of UTF-8. */
  readonly maxTextBytes: number;
  readonly maxGroupMembers: number;
  /** Who may message a user who has chosen SERVER_DEFAULT. */
  readonly whoMayWrite: 'anyone' | 'friends';
}
