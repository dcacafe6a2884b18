// Writes the session and the unsent messages to the state file, for the next start.

import type { EndReason } from '../sdk/index.ts';
import type { ChatContext } from './chat-context.ts';
import { deleteState, type SavedState, saveState } from './state-file.ts';

/** Reasons of an end that the user requested: the chat does not report a failure and keeps nothing. */
export const REQUESTED_ENDS: ReadonlySet<EndReason> = new Set<EndReason>(['LOGGED_OUT', 'ACCOUNT_DELETED']);

// A pasted message of several lines is saved once.
const SAVE_DELAY_MS = 300;

export interface StateLocation {
  readonly stateFile: string;
  readonly name: string;
  readonly server: string;
}

export class SessionKeeper {
  readonly #context: ChatContext;
  readonly #location: StateLocation;
  readonly #unsubscribe: readonly (() => void)[];
  #token: string;
  #timer: NodeJS.Timeout | undefined;
  /** The last attempt to save failed, and the user knows. */
  #isFailing = false;

  constructor(context: ChatContext, location: StateLocation) {
    const { client } = context;
    context.codeRequester.markKept();
    this.#context = context;
    this.#location = location;
    this.#token = client.me?.token ?? '';
    const saveSoon = (): void => this.saveSoon();
    this.#unsubscribe = [
      client.on('message', saveSoon),
      client.on('synced', saveSoon),
      client.on('token', ({ token }) => {
        if (token === this.#token) return;
        this.#token = token;
        // Save at once, because the first use of the new token invalidates the token in the file.
        this.saveNow();
      }),
    ];
  }

  saveNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { cursor, unacknowledged } = this.#context.client;
    this.#save({ token: this.#token, cursor, unacknowledged });
  }

  /** Tells the user once that it fails: the chat itself goes on. */
  #save(session: Pick<SavedState, 'token' | 'cursor' | 'unacknowledged'>): void {
    const { client, terminal, texts, codeRequester } = this.#context;
    const { stateFile, name, server } = this.#location;
    try {
      saveState(stateFile, { name, server, deviceToken: client.deviceToken, codeRequester: codeRequester.hex, ...session });
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) terminal.print(texts.stateNotSaved(stateFile, (error as Error).message));
      this.#isFailing = true;
    }
  }

  /** Saves shortly, once for all calls until then. */
  saveSoon(): void {
    this.#timer ??= setTimeout(() => this.saveNow(), SAVE_DELAY_MS);
  }

  /**
   * Writes the last state. After a log-out only the device token stays, and of a deleted account nothing. `reason`: why the
   * session has ended; undefined if the session continues at the next start.
   */
  stop(reason: EndReason | undefined): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    clearTimeout(this.#timer);
    // Do not write: the other window uses the same file.
    if (reason === 'SESSION_REPLACED') return;
    if (reason !== undefined) this.#token = '';
    if (reason === 'ACCOUNT_DELETED') deleteState(this.#location.stateFile);
    else if (reason === 'LOGGED_OUT') this.#save({ token: '', cursor: undefined, unacknowledged: [] });
    else this.saveNow();
  }
}
