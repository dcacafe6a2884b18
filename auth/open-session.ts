// How Register and LogIn open a session.
import { ImError } from '../proto/errors.ts';
import { newId } from '../proto/ids.ts';
import { im } from '../proto/rpc.ts';
import type { Account, Session } from './ports.ts';
import type { AuthCommand } from './services.ts';
import { assertRequestId, bindSession, connectionAddressOf, terminateSession } from './session-lifecycle.ts';
import type { AuthSettings } from './settings.ts';

const MAX_DEVICE_NAME_CHARACTERS = 64;
// Far more devices than a user has. Each log-in reads all of them.
const MAX_LIVING_SESSIONS = 100;
const DEVICE_KINDS: ReadonlySet<string> = new Set(['phone', 'tablet', 'desktop', 'web']);

/** The fields of a request that opens a session. */
export interface OpenSessionRequest {
  readonly clientRequestId: Uint8Array;
  readonly deviceName: string;
}

/** Throws BAD_ARGUMENT. */
export function assertOpenSessionRequest({ clientRequestId, deviceName }: OpenSessionRequest): void {
  assertRequestId(clientRequestId);
  if (deviceName.length > 2 * MAX_DEVICE_NAME_CHARACTERS || [...deviceName].length > MAX_DEVICE_NAME_CHARACTERS)
    throw new ImError('BAD_ARGUMENT', `device_name is longer than ${MAX_DEVICE_NAME_CHARACTERS} characters`);
}

/** Opens a session and binds the caller's connection to it. */
export function openSession(
  command: AuthCommand,
  account: Account,
  request: OpenSessionRequest,
  settings: AuthSettings,
): Session {
  const { caller, tx } = command;
  const session: Session = {
    sessionId: newId(),
    userId: account.userId,
    epoch: 1,
    connectionAddress: connectionAddressOf(caller),
    boundAt: tx.now(),
    clientInstanceId: Uint8Array.from(caller.clientInstanceId),
    connectionAttempt: caller.connectionAttempt,
    deviceKind: DEVICE_KINDS.has(caller.deviceKind) ? caller.deviceKind : '',
    deviceName: request.deviceName,
    // A copy: the request's bytes are a view of a larger buffer.
    clientRequestId: Uint8Array.from(request.clientRequestId),
    tokenNumber: 0,
    usedTokenNumber: 0,
  };
  tx.sessions.add({ ...session, lifetimeMs: settings.sessionMs });
  command.bind({ userId: session.userId, sessionId: session.sessionId, epoch: session.epoch });
  return session;
}

/**
 * Ends the sessions that must make room for a new one of this account: with the policy one-per-kind those on the same kind of
 * device, and beyond MAX_LIVING_SESSIONS those that were bound longest ago. The account must be locked.
 */
export async function evictSessions(command: AuthCommand, account: Account, { devicePolicy }: AuthSettings): Promise<void> {
  const { deviceKind } = command.caller;
  const replacesDevice = devicePolicy === 'one-per-kind' && DEVICE_KINDS.has(deviceKind);
  const living = await command.tx.sessions.lockLiving(account.userId);
  const remaining = living.filter((session) => {
    if (!replacesDevice || session.deviceKind !== deviceKind) return true;
    terminateSession(command, session, im.CloseReason.DEVICE_REPLACED);
    return false;
  });
  for (const session of remaining.slice(MAX_LIVING_SESSIONS - 1))
    terminateSession(command, session, im.CloseReason.SESSION_ENDED);
}

/**
 * The session that the same request opened before, now bound to the caller's connection. Undefined the first time.
 * Throws BAD_TOKEN if that session has ended.
 */
export async function rebindResentSession(
  command: AuthCommand,
  account: Account,
  request: OpenSessionRequest,
  settings: AuthSettings,
): Promise<Session | undefined> {
  const { sessions } = command.tx;
  const opened = await sessions.findByRequest(account.userId, request.clientRequestId);
  if (!opened) return undefined;
  const living = await sessions.findById(opened.sessionId);
  if (!living) throw new ImError('BAD_TOKEN', 'the session that this request opened has ended: log in again');
  bindSession(command, living, settings);
  return living;
}
