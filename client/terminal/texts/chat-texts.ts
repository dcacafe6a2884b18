// The texts of the chat; english.ts and chinese.ts contain the sentences.
import type { LogicTexts } from './logic-texts.ts';

export interface ChatTexts extends LogicTexts {
  readonly usage: string;
  readonly help: string;
  /** The locale of times. */
  readonly locale: string;
  readonly me: string;
  /** Replaces the name of a deleted account. */
  readonly deletedUser: string;
  /** Who runs the servers. */
  readonly operator: string;
  /** A text of the operator for everybody. */
  notice(text: string): string;

  // Flags.
  readonly noName: string;
  badGate(address: string): string;
  badStatus(address: string): string;
  badDevice(kind: string): string;
  badLanguage(language: string): string;
  badFlag(what: string): string;
  readonly twoFormats: string;
  /** --to has no such recipient. */
  unknownRecipient(name: string): string;
  /** A line for nobody. */
  readonly recipientMissing: string;
  stateUnreadable(file: string, why: string): string;
  stateNotSaved(file: string, why: string): string;
  /** A flag without its value. */
  noValue(flag: string): string;

  // Sign-in.
  password(name: string): string;
  newName(name: string): string;
  readonly notTheSame: string;
  wrongPassword(name: string): string;
  /** Does not say whether the address has an account: the server does not reveal it. */
  readonly wrongForEmail: string;
  readonly forgotten: string;
  readonly passwordNeeded: string;
  readonly emailNeeded: string;
  readonly emailRequired: string;
  sessionGone(gate: string): string;
  waitingFor(gates: string, seconds: number): string;
  /** The gate is connected, but no service replies. */
  serviceUnavailable(seconds: number): string;
  notLoggedIn(why: string): string;
  /** Reasons of a failed log-in. */
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

  // Messages.
  readonly nobodyChosen: string;
  /** The meaning of a failure, with a full stop. */
  sentence(why: string): string;
  /** `why`: a sentence. */
  notChosen(why: string): string;
  /** The name cannot be looked up without a connection. */
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
  /** The meaning of an error code or of the reason of an end; the code itself where no text exists. */
  failure(code: string): string;
  /** Follows a failure: the waiting time before the next attempt. */
  retryAfter(wait: string): string;
  /** Follows a failure: the actual size and the limit, in bytes. */
  /** Follows the text of a failure. */
  didYouMean(suggestion: string): string;
  sizes(bytes: number, allowed: number): string;
  /** Each follows a number. */
  readonly units: { readonly seconds: string; readonly minutes: string; readonly hours: string };
}
