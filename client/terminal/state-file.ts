// The state file keeps the session and the unsent messages between two runs. Only its owner can read it.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cursor, UnacknowledgedMessage } from '../sdk/index.ts';

export interface SavedState {
  /** The user's name. */
  readonly name: string;
  /** URL of the gate that opened the session. */
  readonly server: string;
  /** Empty after the end of the session. */
  readonly token: string;
  /** Shows at the next log-in that this device was logged in before. */
  readonly deviceToken?: string | undefined;
  /** 16 bytes in hexadecimal: who requested the mailed codes that may be on their way. */
  readonly codeRequester?: string | undefined;
  readonly cursor: Cursor | undefined;
  readonly unacknowledged: readonly UnacknowledgedMessage[];
}

const ID = /^[0-9a-f]{32}$/;

/** The state of an earlier run; undefined if the file is missing or is not a state file. */
export function loadState(file: string): SavedState | undefined {
  try {
    const saved: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isSaved(saved) ? { ...saved, unacknowledged: saved.unacknowledged.flatMap(parseMessage) } : undefined;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Replaces the file atomically. */
export function saveState(file: string, state: SavedState): void {
  const unacknowledged = state.unacknowledged.map(({ clientMessageId, ...message }) => {
    return { id: Buffer.from(clientMessageId).toString('hex'), ...message };
  });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ ...state, unacknowledged }), { mode: 0o600 });
  renameSync(draft, file);
}

export function deleteState(file: string): void {
  rmSync(file, { force: true });
}

type SavedMessage = Omit<UnacknowledgedMessage, 'clientMessageId'> & { readonly id: string };

function isSaved(
  saved: unknown,
): saved is { name: string; server: string; token: string; cursor: SavedState['cursor']; unacknowledged: SavedMessage[] } {
  if (typeof saved !== 'object' || saved === null || !('token' in saved) || typeof saved.token !== 'string') return false;
  const { name, server, deviceToken, codeRequester, cursor, unacknowledged } = saved as { [key in keyof SavedState]?: unknown };
  const cursorFits = cursor === undefined || (typeof cursor === 'object' && cursor !== null);
  if (![deviceToken, codeRequester].every((text) => text === undefined || typeof text === 'string')) return false;
  return typeof name === 'string' && typeof server === 'string' && cursorFits && Array.isArray(unacknowledged);
}

function parseMessage({ id, ...message }: SavedMessage): UnacknowledgedMessage[] {
  return ID.test(id) ? [{ clientMessageId: new Uint8Array(Buffer.from(id, 'hex')), ...message }] : [];
}
