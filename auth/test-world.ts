// For tests: auth's handlers on the embedded store, run as the runtime runs them, and what they led to.
import { randomBytes } from 'node:crypto';
import { process as processOn } from '../infra/contract/auth-world.ts';
import { embeddedAccountReader, embeddedAuthStored } from '../infra/embedded/accounts.ts';
import { embeddedBatches } from '../infra/embedded/batches.ts';
import { embeddedLimits } from '../infra/embedded/limits.ts';
import { openStore } from '../infra/embedded/store.ts';
import type { ConnectionAddress, Limits } from '../infra/ports.ts';
import type { Caller, Handlers, im, Steps } from '../proto/contract.ts';
import { newId } from '../proto/ids.ts';
import { authHandlers } from './handlers.ts';
import { type Passwords, passwords } from './password.ts';
import type { AccountReader } from './ports.ts';
import type { AuthCommand } from './sessions.ts';
import { tokens } from './tokens.ts';
import type { TryLimits } from './tries.ts';

type Rpc = keyof Handlers<im.Auth, AuthCommand>;
// biome-ignore lint/suspicious/noExplicitAny: tests name the rpc at run time
type AnyRequest = any;

export interface Hangup {
  readonly address: ConnectionAddress;
  readonly reason: im.CloseReason;
}

export interface Outcome {
  readonly reply: im.LoggedIn.$Properties;
  readonly bound: { user: string; session: string; epoch: number } | undefined;
  readonly hangups: readonly Hangup[];
}

/** A command that was prepared and waits for its batch. */
export interface Waiting {
  run(command: AuthCommand): Promise<object>;
  readonly caller: Caller;
}

/** scrypt as cheap as it gets, and how often it ran. */
export function countedPasswords(): Passwords & { readonly runs: () => number } {
  const cheap = passwords({ cost: { ln: 4, r: 1, p: 1 }, maxQueued: 1000 });
  let runs = 0;
  return {
    hash: (password) => {
      runs++;
      return cheap.hash(password);
    },
    verify: (password, stored) => {
      runs++;
      return cheap.verify(password, stored);
    },
    runs: () => runs,
  };
}

export const WIDE: TryLimits = { perName: 1000, perAddress: 1000, windowMs: 60_000 };

export async function authWorld(
  options: { limits?: Limits; tryLimits?: TryLimits; accounts?: (real: AccountReader) => AccountReader } = {},
) {
  const store = openStore(':memory:');
  const counted = countedPasswords();
  const allTokens = tokens([randomBytes(32)]);
  const real = embeddedAccountReader(store);
  const handlers = authHandlers({
    passwords: counted,
    tokens: allTokens,
    accounts: options.accounts?.(real) ?? real,
    limits: options.limits ?? embeddedLimits(),
    tryLimits: options.tryLimits ?? WIDE,
  });
  const process = await processOn(embeddedBatches(store, embeddedAuthStored(store)));

  async function prepare(rpc: Rpc, request: AnyRequest, caller: Caller): Promise<Waiting> {
    const handler = handlers[rpc];
    const steps = (typeof handler === 'function' ? { handle: handler } : handler) as Steps<
      AnyRequest,
      object,
      AuthCommand,
      unknown
    >;
    const prepared = await steps.prepare?.(request, { caller });
    return { caller, run: async (command) => steps.handle(request, command, prepared) };
  }

  /** In one batch. A refusal is a result, so that the others of the batch are seen. */
  function together(waiting: readonly Waiting[]): Promise<(Outcome | Error)[]> {
    return process.run(
      waiting.map(({ caller, run }) => async (stored) => {
        let bound: Outcome['bound'];
        const hangups: Hangup[] = [];
        const command: AuthCommand = {
          caller,
          stored,
          again: false,
          push: () => {
            throw new Error('auth pushes nothing');
          },
          bind: (session) => {
            bound = session;
          },
          hangUp: (address, reason) => {
            hangups.push({ address, reason });
          },
        };
        try {
          const reply = (await run(command)) as im.LoggedIn.$Properties;
          return { reply, bound, hangups };
        } catch (error) {
          if (error instanceof Error && error.name === 'ImError') return error;
          throw error;
        }
      }),
    );
  }

  async function call(rpc: Rpc, request: AnyRequest, caller: Caller): Promise<Outcome> {
    const [outcome] = await together([await prepare(rpc, request, caller)]);
    if (!outcome || outcome instanceof Error) throw outcome;
    return outcome;
  }

  return { store, tokens: allTokens, passwords: counted, handlers, prepare, together, call, close: () => store.close() };
}

let connections = 0;
let acceptedAt = 1_700_000_000_000;

/** A connection nobody else has. Each call is a later command. */
export function connection(at: Partial<Caller> = {}): Caller {
  return {
    user: '',
    session: '',
    epoch: 0,
    gate: { instance: 'gate-1.AAAAAAAA', slot: 1 },
    connection: ++connections,
    clientAddress: '192.0.2.1',
    deviceKind: 'phone',
    language: 'en',
    acceptedAt: ++acceptedAt,
    ...at,
  };
}

/** A later command on the same connection. */
export function again(caller: Caller): Caller {
  return { ...caller, acceptedAt: ++acceptedAt };
}

/** The connection after it was bound. */
export function boundTo(caller: Caller, { bound }: Outcome): Caller {
  return { ...caller, ...bound, acceptedAt: ++acceptedAt };
}

export function addressOf(caller: Caller): ConnectionAddress {
  return { ...caller.gate, connection: caller.connection };
}

/** A request to register or to log in. */
export function credentials(
  name: string,
  changes: { password?: string; clientRequestId?: Uint8Array; deviceName?: string } = {},
) {
  const clientRequestId = Buffer.from(newId(), 'base64url');
  return { clientRequestId, name, password: 'correct horse', deviceName: 'my phone', ...changes };
}
