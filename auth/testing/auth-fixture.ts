// Auth's handlers on the embedded store, run in batches as the runtime does, with their replies and side effects.
import { randomBytes } from 'node:crypto';
import { memoryBudgets } from '../../infra/memory/budgets.ts';
import type { Budgets, ConnectionAddress } from '../../infra/ports/index.ts';
import { sqliteBatches, sqliteReader } from '../../infra/sqlite/batches.ts';
import { openSqliteStore } from '../../infra/sqlite/store.ts';
import { ImError } from '../../proto/errors.ts';
import { newId } from '../../proto/ids.ts';
import type { Caller, CommandHandler, Handlers, im, ReplyShape, RpcsOf } from '../../proto/rpc.ts';
import { emailKey } from '../../proto/text/email.ts';
import { authHandlers } from '../handlers.ts';
import { type PasswordHasher, passwordHasher } from '../password/password-hasher.ts';
import type { AccountReader, VerificationCodes } from '../ports.ts';
import type { AuthCommand } from '../services.ts';
import { sessionTokens } from '../session-tokens.ts';

export { connectionAddressOf } from '../session-lifecycle.ts';

import type { AuthSettings } from '../settings.ts';
import { accountReader, authTables } from '../store/accounts.ts';
import { commandRunner } from '../store/testing/auth-store-fixture.ts';

type Rpc = keyof Handlers<im.Auth, AuthCommand>;
type ReplyTo<K extends Rpc> = ReplyShape<RpcsOf<im.Auth>[K]>;
// biome-ignore lint/suspicious/noExplicitAny: tests name the rpc at run time
type AnyRequest = any;

export interface Disconnect {
  readonly address: ConnectionAddress;
  readonly reason: im.CloseReason;
}

export interface CommandResult<Reply = im.LoggedIn.$Properties> {
  readonly reply: Reply;
  readonly bound: { userId: string; sessionId: string; epoch: number } | undefined;
  readonly disconnects: readonly Disconnect[];
  /** The commands enqueued for other services, and the users in whose name. */
  readonly serviceCommands: readonly { readonly rpc: string; readonly userId: string }[];
}

/** A command that was prepared and waits for its batch. */
export interface PreparedCommand {
  run(command: AuthCommand): Promise<object>;
  readonly caller: Caller;
}

/** argon2id at its lowest cost, on one thread for all tests of a file. An idle thread keeps no process alive. */
const cheap = passwordHasher({ cost: { algorithm: 'argon2id', memoryKib: 8, passes: 1 }, threads: 1, maxWaitMs: 60_000 });

/** Hashes and counts the hashes. */
export function countingPasswordHasher(real: PasswordHasher = cheap): PasswordHasher & { readonly hashCount: () => number } {
  let runs = 0;
  return {
    needsRehash: real.needsRehash,
    assertCapacity: real.assertCapacity,
    hash: (...given) => {
      runs++;
      return real.hash(...given);
    },
    verify: (...given) => {
      runs++;
      return real.verify(...given);
    },
    hashCount: () => runs,
  };
}

/** Limits that no test reaches, any number of devices, and registration without an e-mail address. */
export const OPEN_SETTINGS: AuthSettings = {
  registration: 'open',
  devicePolicy: 'unlimited',
  sessionMs: 30 * 24 * 60 * 60 * 1000,
  attemptsPerIp: 1000,
  passwordHash: { memoryKib: 8, passes: 1 },
  hashingThreads: 1,
};

/** Verify as a fake: issues valid codes and records the notices. */
export function fakeVerificationCodes(): VerificationCodes & {
  /** Makes this the valid code of the e-mail address. */
  readonly issue: (email: string, purpose: im.CodePurpose, code: string) => void;
  readonly ownerNotices: { readonly email: string; readonly purpose: im.CodePurpose; readonly language: string }[];
  /** The notices to former e-mail addresses. */
  readonly formerOwnerNotices: { readonly email: string; readonly language: string }[];
  /** How often `consume` was called. */
  readonly consumeCount: () => number;
  /** Every later call throws this error. */
  readonly failWith: (error: Error | undefined) => void;
} {
  const codes = new Map<string, { code: string; useId?: string }>();
  const keyOf = (email: string, purpose: im.CodePurpose): string => `${purpose} ${emailKey(email)}`;
  const ownerNotices: { email: string; purpose: im.CodePurpose; language: string }[] = [];
  const formerOwnerNotices: { email: string; language: string }[] = [];
  let asked = 0;
  let failure: Error | undefined;
  return {
    issue: (email, purpose, code) => void codes.set(keyOf(email, purpose), { code }),
    ownerNotices,
    formerOwnerNotices,
    consumeCount: () => asked,
    failWith: (error) => {
      failure = error;
    },
    async consume({ email, purpose, code, useId }) {
      asked++;
      if (failure) throw failure;
      const known = codes.get(keyOf(email, purpose));
      const by = Buffer.from(useId).toString('base64url');
      if (known?.code !== code || (known.useId !== undefined && known.useId !== by))
        throw new ImError('WRONG_CODE', 'fake: wrong');
      known.useId = by;
    },
    async notifyOwner(owner) {
      ownerNotices.push(owner);
    },
    async notifyFormerOwner(owner) {
      if (failure) throw failure;
      formerOwnerNotices.push(owner);
    },
  };
}

export async function authFixture(
  options: {
    settings?: Partial<AuthSettings>;
    budgets?: Budgets;
    /** Instead of the fake. */
    verificationCodes?: VerificationCodes;
    accounts?: (real: AccountReader) => AccountReader;
    passwords?: ReturnType<typeof countingPasswordHasher>;
  } = {},
) {
  const store = openSqliteStore(':memory:');
  const counted = options.passwords ?? countingPasswordHasher();
  const allTokens = sessionTokens([randomBytes(32)]);
  const codes = fakeVerificationCodes();
  const real = accountReader(sqliteReader(store));
  const handlers = authHandlers({
    passwords: counted,
    tokens: allTokens,
    accounts: options.accounts?.(real) ?? real,
    codes: options.verificationCodes ?? codes,
    budgets: options.budgets ?? memoryBudgets(),
    settings: { ...OPEN_SETTINGS, ...options.settings },
  });
  const process = await commandRunner(sqliteBatches(store, authTables));

  async function prepare(rpc: Rpc, request: AnyRequest, caller: Caller): Promise<PreparedCommand> {
    const handler = handlers[rpc];
    const steps = (typeof handler === 'function' ? { handle: handler } : handler) as CommandHandler<
      AnyRequest,
      object,
      AuthCommand,
      unknown
    >;
    const prepared = await steps.prepare?.(request, { caller });
    return { caller, run: async (command) => steps.handle(request, command, prepared) };
  }

  /** Runs the commands in one batch. An ImError is a result, so that the results of the other commands are visible. */
  function runBatch(waiting: readonly PreparedCommand[]): Promise<(CommandResult | Error)[]> {
    return process.run(
      waiting.map(({ caller, run }) => async (tx) => {
        let bound: CommandResult['bound'];
        const disconnects: Disconnect[] = [];
        const serviceCommands: { rpc: string; userId: string }[] = [];
        const command: AuthCommand = {
          caller,
          tx,
          isReplay: false,
          push: () => {
            throw new Error('auth pushes nothing');
          },
          emit: () => {
            throw new Error('auth emits no events');
          },
          enqueue: (_service, rpc, _request, userId) => {
            serviceCommands.push({ rpc, userId });
          },
          bind: (session) => {
            bound = session;
          },
          disconnect: (address, reason) => {
            disconnects.push({ address, reason });
          },
        };
        try {
          const reply = (await run(command)) as im.LoggedIn.$Properties;
          return { reply, bound, disconnects, serviceCommands };
        } catch (error) {
          if (error instanceof Error && error.name === 'ImError') return error;
          throw error;
        }
      }),
    );
  }

  async function call<K extends Rpc>(rpc: K, request: AnyRequest, caller: Caller): Promise<CommandResult<ReplyTo<K>>> {
    const [outcome] = await runBatch([await prepare(rpc, request, caller)]);
    if (!outcome || outcome instanceof Error) throw outcome;
    return outcome as CommandResult<object> as CommandResult<ReplyTo<K>>;
  }

  return { store, tokens: allTokens, codes, passwords: counted, handlers, prepare, runBatch, call, close: () => store.close() };
}

let connections = 0;
let acceptedAt = 1_700_000_000_000;

/** A caller on a connection of its own. Each call returns a later command. */
export function newCaller(at: Partial<Caller> = {}): Caller {
  return {
    commandId: newId(),
    userId: '',
    sessionId: '',
    epoch: 0,
    gate: { instance: 'gate-1.AAAAAAAA', slot: 1 },
    connection: ++connections,
    clientIp: '192.0.2.1',
    deviceKind: 'phone',
    language: 'en',
    clientInstanceId: new Uint8Array(),
    connectionAttempt: 0,
    acceptedAt: ++acceptedAt,
    knownSince: performance.now(),
    ...at,
  };
}

/** A later command on the same connection. */
export function nextCommand(caller: Caller): Caller {
  return { ...caller, commandId: newId(), acceptedAt: ++acceptedAt };
}

/** The caller after a session was bound to its connection. */
export function boundCaller(caller: Caller, { bound }: Pick<CommandResult, 'bound'>): Caller {
  return { ...caller, ...bound, commandId: newId(), acceptedAt: ++acceptedAt };
}

export interface Credentials {
  readonly clientRequestId: Uint8Array;
  readonly name: string;
  readonly password: string;
  readonly deviceName: string;
  readonly email: string;
  readonly code: string;
}

/** A request to register or to log in. */
export function credentials(name: string, changes: Partial<Credentials> = {}): Credentials {
  return {
    clientRequestId: newRequestId(),
    name,
    password: 'correct horse',
    deviceName: 'my phone',
    email: '',
    code: '',
    ...changes,
  };
}

export function newRequestId(): Uint8Array {
  return Buffer.from(newId(), 'base64url');
}

/** The code of the ImError that rejects the promise; 'no refusal' if it resolves, the text of any other error. */
export function refusalCode(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no refusal',
    (error: unknown) => (error instanceof ImError ? error.code : String(error)),
  );
}
