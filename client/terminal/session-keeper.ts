// Writes the session and the unsent messages to the state file, for the next start.

import type { EndReason } from '../sdk/index.ts';
import type { ChatContext } from './chat-context.ts';
import { deleteState, saveState } from './state-file.ts';

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
  readonly #client: ChatContext['client'];
  readonly #location: StateLocation;
  readonly #unsubscribe: readonly (() => void)[];
  #token: string;
  #timer: NodeJS.Timeout | undefined;

  constructor({ client }: ChatContext, location: StateLocation) {
    this.#client = client;
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
    const { stateFile, name, server } = this.#location;
    const { deviceToken, cursor, unacknowledged } = this.#client;
    saveState(stateFile, { name, server, token: this.#token, deviceToken, cursor, unacknowledged });
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
    const { stateFile, name, server } = this.#location;
    if (reason === 'ACCOUNT_DELETED') deleteState(stateFile);
    else if (reason === 'LOGGED_OUT') {
      const { deviceToken } = this.#client;
      saveState(stateFile, { name, server, token: '', deviceToken, cursor: undefined, unacknowledged: [] });
    } else this.saveNow();
  }
}
