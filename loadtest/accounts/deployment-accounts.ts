// Makes accounts on a running deployment by Register, and deletes them by DeleteAccount, as users do.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { im } from '../../proto/rpc.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { IncomingFrame } from '../driver/client/frames.ts';
import type { LoadAccount } from '../driver/client/load-client.ts';
import { forEachConcurrently } from '../driver/concurrency.ts';
import { ConnectionLost, RequestClient } from './request-client.ts';

/** A deployment hashes each password: more at once would only get BUSY. */
const PARALLEL = 8;
const MIN_WAIT_MS = 200;

export interface AccountTarget {
  readonly url: string;
  /** After this time a refusal is final, however much the deployment asks to wait. */
  readonly patienceMs: number;
  /** A line now and then. */
  print(line: string): void;
}

/** Calls `onAccount` for each. Throws UsageError when the deployment does not let them in. */
export async function makeAccounts(
  target: AccountTarget,
  { count, password }: { readonly count: number; readonly password: string },
  onAccount: (account: LoadAccount) => void,
): Promise<void> {
  const run = randomBytes(4).toString('hex');
  const numbers = Array.from({ length: count }, (_, number) => number);
  const progress = progressOf(target, 'made', count);
  await forEachConcurrently(numbers, PARALLEL, async (number) => {
    // The same in a resend, which gets the first reply.
    const request = { clientRequestId: randomBytes(16), name: `load-${run}-${number}`, password, deviceName: 'loadtest' };
    const { payload } = await untilAnswered(target, (client) => client.request('Auth.Register', request));
    const { userId, token } = im.LoggedIn.decode(payload);
    onAccount({ userId, token });
    progress();
  });
}

/** Accounts that are gone already do not count as failures. Returns how many were deleted. */
export async function deleteAccounts(target: AccountTarget, accounts: readonly LoadAccount[], password: string): Promise<number> {
  let deleted = 0;
  const progress = progressOf(target, 'looked at', accounts.length);
  await forEachConcurrently(accounts, PARALLEL, async ({ token }) => {
    const reply = await untilAnswered(
      target,
      async (client) => {
        const resumed = await client.request('Auth.Resume', { token });
        return resumed.failure ? resumed : await client.request('Auth.DeleteAccount', { password });
      },
      [im.Code.BAD_TOKEN],
    );
    if (!reply.failure) deleted++;
    progress();
  });
  return deleted;
}

/** Repeats what may pass: BUSY, limits, lost connections. A failure of `final` is an answer. */
async function untilAnswered(
  { url, patienceMs }: AccountTarget,
  act: (client: RequestClient) => Promise<IncomingFrame>,
  final: readonly im.Code[] = [],
): Promise<IncomingFrame> {
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const reply = await once(url, act);
    if (!(reply instanceof ConnectionLost) && (!reply.failure || final.includes(reply.failure.code))) return reply;
    const reason = reply instanceof ConnectionLost ? reply.message : (im.Code[reply.failure?.code ?? 0] ?? 'unknown code');
    const waitMs = Math.max(MIN_WAIT_MS, reply instanceof ConnectionLost ? 0 : (reply.failure?.retryAfterMs ?? 0));
    if (!mayPass(reply) || performance.now() + waitMs > untilMs)
      throw new UsageError(`${url} refuses accounts: ${explain(reason)}`);
    await sleep(waitMs * (1 + Math.random() / 2));
  }
}

async function once(
  url: string,
  act: (client: RequestClient) => Promise<IncomingFrame>,
): Promise<IncomingFrame | ConnectionLost> {
  let client: RequestClient | undefined;
  try {
    client = await RequestClient.connect(url);
    return await act(client);
  } catch (error) {
    if (error instanceof ConnectionLost) return error;
    throw error;
  } finally {
    client?.close();
  }
}

function mayPass(reply: IncomingFrame | ConnectionLost): boolean {
  if (reply instanceof ConnectionLost || !reply.failure) return true;
  return reply.failure.retry === im.Retry.RESEND || reply.failure.retryAfterMs > 0;
}

const REMEDIES: Readonly<Record<string, string>> = {
  TOO_MANY_TRIES: 'raise IM_ATTEMPTS_PER_IP there, or give it more --max-wait',
  BAD_ADDRESS: 'it registers by e-mail only, with IM_REGISTRATION=code',
  BUSY: 'it is too busy: give it more --max-wait',
  WRONG_CREDENTIALS: 'the password in the file is not theirs',
};

function explain(reason: string): string {
  return REMEDIES[reason] ? `${reason}: ${REMEDIES[reason]}` : reason;
}

/** Prints each tenth of the way. */
function progressOf({ print }: AccountTarget, verb: string, total: number): () => void {
  let done = 0;
  const step = Math.max(1, Math.ceil(total / 10));
  return () => {
    if (++done % step === 0 || done === total) print(`${done} of ${total} ${verb}`);
  };
}
