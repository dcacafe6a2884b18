// Auth's client of the service verify: sealed calls over the bus, so that the log contains no code.

import { type RpcClient, RpcError, rpc } from '../infra/messaging/rpc-client.ts';
import { currentTraceId, type Log } from '../infra/ports/index.ts';
import { ImError } from '../proto/errors.ts';
import { im } from '../proto/rpc.ts';
import type { VerificationCodes } from './ports.ts';

// A client waits 10 s for its reply. This check must end sooner, so that there is time for a retry.
const CHECK_MS = 4000;
// After a timeout checks fail fast for FAIL_FAST_MS. Then one check probes verify for at most PROBE_MS: a waiting check delays
// all log-ins behind it.
const FAIL_FAST_MS = 2000;
const PROBE_MS = 1000;
// Long enough for a slow mail server. No command waits for this call.
const NOTIFY_OWNER_MS = 15_000;

// The log retains commands that verify has not handled for this long.
const NOTIFY_FORMER_OWNER_MS = 10 * 60_000;
const DURABLE_MS = 4000;

const checkCode = rpc(im.Codes, 'checkCode');
const notifyOwner = rpc(im.Verify, 'notifyOwner');

/**
 * The port VerificationCodes over `calls`, which must be able to seal. While verify does not answer, `consume` throws UNAVAILABLE
 * at once, except for one probe every few seconds.
 */
export function verifyClient(calls: RpcClient, log: Log): VerificationCodes {
  /** When the next probe is due; undefined while verify answers. */
  let probeAtMs: number | undefined;
  return {
    async consume(code) {
      const deadlineMs = probeAtMs === undefined ? CHECK_MS : PROBE_MS;
      if (probeAtMs !== undefined) {
        if (performance.now() < probeAtMs)
          throw new ImError('UNAVAILABLE', 'codes cannot be checked at the moment', { retryAfterMs: FAIL_FAST_MS });
        // The other checks fail fast until this probe has a result.
        probeAtMs = performance.now() + PROBE_MS + FAIL_FAST_MS;
      }
      try {
        // The key keeps the checks of one e-mail address in order.
        await calls.call(checkCode, code, { deadlineMs, key: code.email });
        probeAtMs = undefined;
      } catch (error) {
        if (error instanceof RpcError) {
          if (error.kind === 'TIMEOUT') probeAtMs = performance.now() + FAIL_FAST_MS;
          else if (error.kind !== 'UNAVAILABLE') probeAtMs = undefined;
        }
        throw toImError(error);
      }
    },
    async notifyOwner(owner) {
      // Not awaited, because the duration would reveal to the caller that the e-mail address has an owner.
      calls.call(notifyOwner, owner, { deadlineMs: NOTIFY_OWNER_MS }).catch((error: unknown) => {
        log.warn(
          { err: error, traceId: currentTraceId() },
          'owner of an e-mail address not notified that another user tried to use it',
        );
      });
    },
    async notifyFormerOwner({ email, language }) {
      try {
        await calls.send(
          notifyOwner,
          { email, language, replaced: true },
          { deadlineMs: NOTIFY_FORMER_OWNER_MS, withinMs: DURABLE_MS },
        );
      } catch (error) {
        throw toImError(error);
      }
    },
  };
}

/** An error that verify returned keeps its code; every other failure means that verify is unavailable. */
function toImError(error: unknown): unknown {
  if (!(error instanceof RpcError)) return error;
  const { kind, code, retryAfterMs } = error;
  if (kind === 'REFUSED' && code !== undefined && code !== 'EXPIRED' && code !== 'INTERNAL_ERROR')
    return new ImError(code, messageOf(code), retryAfterMs === undefined ? { cause: error } : { retryAfterMs, cause: error });
  if (kind === 'BAD_PAYLOAD') return error;
  return new ImError('UNAVAILABLE', 'codes cannot be checked at the moment', { cause: error });
}

function messageOf(code: RpcError['code']): string {
  if (code === 'WRONG_CODE') return 'this code is not valid for this e-mail address: it is wrong, used or expired';
  if (code === 'TOO_MANY_TRIES') return 'too many wrong codes for this e-mail address';
  if (code === 'BAD_ADDRESS') return 'not an e-mail address';
  return 'the code was not accepted';
}
