// Auth's way to the service verify: over the bus, sealed, so that no code stands in the log.

import { type RpcClient, RpcError, rpc } from '../infra/messaging/rpc-client.ts';
import type { Log } from '../infra/ports/index.ts';
import { ImError } from '../proto/errors.ts';
import { im } from '../proto/rpc.ts';
import type { VerificationCodes } from './ports.ts';

// A client waits 10 s for its own answer; with a try again in between this one must come sooner.
const CHECK_MS = 4000;
// Once nobody has answered, nobody is asked for so long, and then one check alone, which waits no longer than this: what waits for a check holds up all log-ins behind it.
const AWAY_MS = 2000;
const ASK_AGAIN_MS = 1000;
// Long enough for a slow mail server; nobody waits for it.
const TELL_MS = 15_000;

// As long as the log keeps what verify has not done yet, however long it is away.
const TELL_LATER_MS = 10 * 60_000;
const DURABLE_MS = 4000;

const checkCode = rpc(im.Codes, 'checkCode');
const tellOwner = rpc(im.Verify, 'tellOwner');

/** The port CodeChecks over `calls`, which must be able to seal. While verify does not answer, `use` throws UNAVAILABLE at once, but for one check every few seconds. */
export function verifyClient(calls: RpcClient, log: Log): VerificationCodes {
  /** When verify may be asked again; undefined while it answers. */
  let askAgainAtMs: number | undefined;
  return {
    async consume(code) {
      const deadlineMs = askAgainAtMs === undefined ? CHECK_MS : ASK_AGAIN_MS;
      if (askAgainAtMs !== undefined) {
        if (performance.now() < askAgainAtMs)
          throw new ImError('UNAVAILABLE', 'codes cannot be checked at the moment', { retryAfterMs: AWAY_MS });
        // The others go on waiting for what this one finds.
        askAgainAtMs = performance.now() + ASK_AGAIN_MS + AWAY_MS;
      }
      try {
        // One address' checks are run in their order.
        await calls.call(checkCode, code, { deadlineMs, key: code.email });
        askAgainAtMs = undefined;
      } catch (error) {
        if (error instanceof RpcError) {
          if (error.kind === 'TIMEOUT') askAgainAtMs = performance.now() + AWAY_MS;
          else if (error.kind !== 'UNAVAILABLE') askAgainAtMs = undefined;
        }
        throw explained(error);
      }
    },
    async notifyOwner(owner) {
      // Not awaited: the time it takes would tell whoever asked that there is an owner.
      calls.call(tellOwner, owner, { deadlineMs: TELL_MS }).catch((error: unknown) => {
        const reason = error instanceof RpcError ? (error.code ?? error.kind) : String(error);
        log.warn({ reason }, 'the owner of an address could not be told that somebody wanted it');
      });
    },
    async notifyFormerOwner({ email, language }) {
      try {
        await calls.send(tellOwner, { email, language, replaced: true }, { deadlineMs: TELL_LATER_MS, withinMs: DURABLE_MS });
      } catch (error) {
        throw explained(error);
      }
    },
  };
}

/** What verify refused is refused by auth with the same code; everything else means that it cannot be asked now. */
function explained(error: unknown): unknown {
  if (!(error instanceof RpcError)) return error;
  const { kind, code, retryAfterMs } = error;
  if (kind === 'REFUSED' && code !== undefined && code !== 'EXPIRED' && code !== 'INTERNAL_ERROR')
    return new ImError(code, messageOf(code), retryAfterMs === undefined ? { cause: error } : { retryAfterMs, cause: error });
  if (kind === 'BAD_PAYLOAD') return error;
  return new ImError('UNAVAILABLE', 'codes cannot be checked at the moment', { cause: error });
}

function messageOf(code: RpcError['code']): string {
  if (code === 'WRONG_CODE') return 'this code is not good for this address: it is wrong, used up or expired';
  if (code === 'TOO_MANY_TRIES') return 'too many wrong codes for this address';
  if (code === 'BAD_ADDRESS') return 'not an e-mail address';
  return 'the code was not accepted';
}
