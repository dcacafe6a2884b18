// What the chat can say; english.ts and chinese.ts have the sentences.
import type { LogicTexts } from './logic-texts.ts';

export interface ChatTexts extends LogicTexts {
  readonly usage: string;
  readonly help: string;
  /** The locale of times. */
  readonly locale: string;
  readonly me: string;
  /** Instead of a name that is gone. */
  readonly deletedUser: string;

  // Flags.
  readonly noName: string;
  badGate(address: string): string;
  badDevice(kind: string): string;
  badLanguage(language: string): string;
  badFlag(what: string): string;
  /** A flag with nothing after it. */
  noValue(flag: string): string;

  // Coming in.
  password(name: string): string;
  newName(name: string): string;
  readonly notTheSame: string;
  wrongPassword(name: string): string;
  /** Says nothing about whether the address has an account: the server does not tell. */
  readonly wrongForEmail: string;
  readonly forgotten: string;
  readonly passwordNeeded: string;
  readonly emailNeeded: string;
  readonly emailRequired: string;
  sessionGone(gate: string): string;
  waitingFor(gates: string, seconds: number): string;
  /** There is a connection, but no answer. */
  serviceUnavailable(seconds: number): string;
  notLoggedIn(why: string): string;
  /** Why nobody was logged in. */
  readonly noPassword: string;
  wrongPasswords(count: number): string;
  readonly notRegistered: string;
  greeting(name: string, isNew: boolean): string;

  // Codes and the account.
  readonly email: string;
  readonly newEmail: string;
  codeMailed(address: string, minutes: number): string;
  resetCodeMailed(address: string, minutes: number): string;
  noOtherMail(address: string, wait: string): string;
  readonly code: string;
  readonly wrongCode: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly newPasswordAgain: string;
  readonly passwordChanged: string;
  emailChanged(address: string): string;
  /** `bound`: when it was last connected. */
  session(shown: { kind: string; name: string; opened: string; bound: string; current: boolean }): string;
  readonly sessionEnded: string;
  readonly endUsage: string;
  readonly ownSession: string;
  readonly exportUsage: string;
  exported(file: string, messages: number): string;
  notWritten(file: string, why: string): string;
  deleteWarning(name: string): string;
  readonly deletePassword: string;
  readonly logoutUsage: string;
  readonly nothingChanged: string;

  // Talking.
  readonly nobodyChosen: string;
  /** What a failure means, with a full stop. */
  sentence(why: string): string;
  /** `why`: a sentence. */
  notChosen(why: string): string;
  /** While there is no connection; `other`: who stays chosen. */
  unknownWhileOffline(name: string): string;
  readonly toUsage: string;
  readonly historyUsage: string;
  takesNothing(command: string): string;
  readonly noMessages: string;
  readonly noConversations: string;
  readonly allHidden: string;
  who(me: string, other: string | undefined): string;
  writingTo(name: string): string;
  noSuchUser(name: string): string;
  unknownCommand(command: string): string;
  readonly noConnection: string;
  connectionLost(seconds: number, mostSeconds: number): string;
  readonly connectedAgain: string;
  notSent(text: string, why: string): string;
  kept(text: string): string;
  notDone(line: string): string;
  closed(why: string): string;
  /** What a failure's code, or the reason of an end, means to a person; the code itself where there is nothing better. */
  failure(code: string): string;
  /** After a failure: when it is worth trying again. */
  retryAfter(wait: string): string;
  /** After a failure: how large something is, in bytes, and how large it may be. */
  sizes(bytes: number, allowed: number): string;
  /** Behind a number. */
  readonly units: { readonly seconds: string; readonly minutes: string; readonly hours: string };
}
