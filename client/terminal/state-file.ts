// The session kept between two runs: a file only its owner can read.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cursor, UnacknowledgedMessage } from '../sdk/index.ts';

export interface SavedState {
  /** Whose session it is. */
  readonly name: string;
  /** The gate's address it was opened at. */
  readonly server: string;
  /** Empty where the session has ended. */
  readonly token: string;
  readonly cursor: Cursor | undefined;
  readonly unacknowledged: readonly UnacknowledgedMessage[];
}

const ID = /^[0-9a-f]{32}$/;

/** What an earlier run saved; undefined where there is nothing that can be read as such. */
export function loadState(file: string): SavedState | undefined {
  try {
    const saved: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isSaved(saved) ? { ...saved, unacknowledged: saved.unacknowledged.flatMap(messageOf) } : undefined;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Replaces the file as a whole: a reader sees the old or the new one. */
export function saveState(file: string, state: SavedState): void {
  const unacknowledged = state.unacknowledged.map(({ clientMessageId, ...message }) => {
    return { id: Buffer.from(clientMessageId).toString('hex'), ...message };
  });
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ ...state, unacknowledged }), { mode: 0o600 });
  renameSync(draft, file);
}

/** As if there had been no earlier run. */
export function deleteState(file: string): void {
  rmSync(file, { force: true });
}

type SavedMessage = Omit<UnacknowledgedMessage, 'clientMessageId'> & { readonly id: string };

function isSaved(
  saved: unknown,
): saved is { name: string; server: string; token: string; cursor: SavedState['cursor']; unacknowledged: SavedMessage[] } {
  if (typeof saved !== 'object' || saved === null || !('token' in saved) || typeof saved.token !== 'string') return false;
  const { name, server, cursor, unacknowledged } = saved as { [key in keyof SavedState]?: unknown };
  const cursorFits = cursor === undefined || (typeof cursor === 'object' && cursor !== null);
  return typeof name === 'string' && typeof server === 'string' && cursorFits && Array.isArray(unacknowledged);
}

function messageOf({ id, ...message }: SavedMessage): UnacknowledgedMessage[] {
  return ID.test(id) ? [{ clientMessageId: new Uint8Array(Buffer.from(id, 'hex')), ...message }] : [];
}
