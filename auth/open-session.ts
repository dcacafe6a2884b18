// Sessions are opened by Register and LogIn.

import { ImError } from '../proto/errors.ts';
import { newId } from '../proto/ids.ts';
import { im } from '../proto/rpc.ts';
import type { AuthSettings } from './handlers.ts';
import type { Account, Session } from './ports.ts';
import { type AuthCommand, assertRequestId, bindSession, connectionAddressOf, terminateSession } from './session-lifecycle.ts';

const MAX_DEVICE_NAME_CHARACTERS = 64;
// Far more than anybody has devices; each one is looked at in each log-in.
const MAX_LIVING = 100;
const DEVICE_KINDS: ReadonlySet<string> = new Set(['phone', 'tablet', 'desktop', 'web']);

/** What a request that opens a session says about it. */
export interface OpenSessionRequest {
  readonly clientRequestId: Uint8Array;
  readonly deviceName: string;
}

/** Throws BAD_ARGUMENT where a session cannot be opened with this. */
export function assertOpenSessionRequest({ clientRequestId, deviceName }: OpenSessionRequest): void {
  assertRequestId(clientRequestId);
  if (deviceName.length > 2 * MAX_DEVICE_NAME_CHARACTERS || [...deviceName].length > MAX_DEVICE_NAME_CHARACTERS)
    throw new ImError('BAD_ARGUMENT', `device_name is longer than ${MAX_DEVICE_NAME_CHARACTERS} characters`);
}

/** Opens a session and binds the caller's connection to it. */
export function openSession(
  command: AuthCommand,
  account: Account,
  opening: OpenSessionRequest,
  settings: AuthSettings,
): Session {
  const { caller, tx } = command;
  const session: Session = {
    session: newId(),
    user: account.user,
    epoch: 1,
    address: connectionAddressOf(caller),
    boundAt: caller.acceptedAt,
    deviceKind: DEVICE_KINDS.has(caller.deviceKind) ? caller.deviceKind : '',
    deviceName: opening.deviceName,
    // A copy: the request's bytes are a view of everything that came with it.
    clientRequestId: Uint8Array.from(opening.clientRequestId),
    tokenNumber: 0,
    tokenUsed: 0,
  };
  tx.sessions.add({ ...session, lifetimeMs: settings.sessionMs });
  command.bind({ userId: session.user, sessionId: session.session, epoch: session.epoch });
  return session;
}

/** Ends the sessions that have to give way to a new one of this account, which must be locked: those on devices of the same kind, and beyond so many the longest unbound ones. */
export async function evictSessions(command: AuthCommand, account: Account, { devicePolicy }: AuthSettings): Promise<void> {
  const { deviceKind } = command.caller;
  const replaces = devicePolicy === 'one-per-kind' && DEVICE_KINDS.has(deviceKind);
  const living = await command.tx.sessions.living(account.user);
  const staying = living.filter((session) => {
    if (!replaces || session.deviceKind !== deviceKind) return true;
    terminateSession(command, session, im.CloseReason.DEVICE_REPLACED);
    return false;
  });
  for (const session of staying.slice(MAX_LIVING - 1)) terminateSession(command, session, im.CloseReason.SESSION_ENDED);
}

/** The session opened by the same request before, bound to the caller's connection now; undefined when this is the first time. BAD_TOKEN where it has ended. */
export async function rebindResentSession(
  command: AuthCommand,
  account: Account,
  opening: OpenSessionRequest,
  settings: AuthSettings,
): Promise<Session | undefined> {
  const { sessions } = command.tx;
  const opened = await sessions.byRequest(account.user, opening.clientRequestId);
  if (!opened) return undefined;
  const living = await sessions.byId(opened.session);
  if (!living) throw new ImError('BAD_TOKEN', 'the session this request opened has ended');
  bindSession(command, living, settings);
  return living;
}
