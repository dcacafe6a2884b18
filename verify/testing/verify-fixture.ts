// For tests: the handlers of verify on embedded stores with a fake clock, called as the runtime calls them, and the sent mails.
import { randomBytes } from 'node:crypto';
import { onTestFinished, vi } from 'vitest';
import { memoryBudgets } from '../../infra/memory/budgets.ts';
import { memoryLimits } from '../../infra/memory/limits.ts';
import type { Budgets, Limits, Log } from '../../infra/ports/index.ts';
import { openSqliteStore } from '../../infra/sqlite/store.ts';
import { newId } from '../../proto/ids.ts';
import { type Caller, type CommandHandler, im } from '../../proto/rpc.ts';
import { codeSecrets } from '../codes.ts';
import { codesHandlers, verifyHandlers } from '../handlers.ts';
import type { CodeStore, Mail, Mailer } from '../ports.ts';
import type { VerifyCommand } from '../services.ts';
import { sqliteCodes } from '../store/sqlite-codes.ts';

export const CODE_MS = 600_000;
export const { REGISTER, RESET_PASSWORD, CHANGE_EMAIL } = im.CodePurpose;

type Rpc = 'requestCode' | 'notifyOwner' | 'checkCode';
// biome-ignore lint/suspicious/noExplicitAny: tests name the rpc at run time
type AnyRequest = any;

export interface VerifyFixtureOptions {
  readonly secrets?: readonly Uint8Array[];
  /** `codes`, `limits` and `budgets` wrap the stores that the handlers use. */
  readonly codes?: (real: CodeStore) => CodeStore;
  readonly limits?: (real: Limits) => Limits;
  readonly budgets?: (real: Budgets) => Budgets;
  readonly stores?: VerifyStores;
  readonly mailsPerHour?: number;
  readonly service?: string;
}

export interface VerifyStores {
  readonly codes: CodeStore;
  readonly limits: Limits;
  readonly budgets: Budgets;
  /** Discards all codes, as a Redis that restarts empty. */
  clearCodes(): void;
}

function embeddedStores(): VerifyStores {
  const openCodes = () => {
    const store = openSqliteStore(':memory:');
    onTestFinished(() => store.close());
    return sqliteCodes(store);
  };
  let codes = openCodes();
  return {
    codes: {
      grant: (...ask) => codes.grant(...ask),
      revokeMail: (...mail) => codes.revokeMail(...mail),
      attempt: (...by) => codes.attempt(...by),
      consume: (...used) => codes.consume(...used),
    },
    limits: memoryLimits(),
    budgets: memoryBudgets(),
    clearCodes: () => {
      codes = openCodes();
    },
  };
}

/** A log that keeps its lines. */
export function recordingLog(): { readonly lines: string[]; readonly log: Log } {
  const lines: string[] = [];
  const plain = (_key: string, value: unknown): unknown =>
    value instanceof Error ? { ...value, message: value.message, stack: value.stack, cause: value.cause } : value;
  const line = (fields: object, message: string): void => {
    lines.push(JSON.stringify({ message, fields }, plain));
  };
  return { lines, log: { debug: line, info: line, warn: line, error: line } };
}

/** A mailer that keeps the mails, and fails after `failWith`. */
export function recordingMailer(): Mailer & { readonly sent: Mail[]; failWith(error: Error | undefined): void } {
  const sent: Mail[] = [];
  let failure: Error | undefined;
  return {
    sent,
    failWith: (error) => {
      failure = error;
    },
    send: async (mail) => {
      if (failure) throw failure;
      sent.push(mail);
    },
  };
}

/** Until the test ends, time passes only through `advanceTime`. */
export function verifyFixture(options: VerifyFixtureOptions = {}) {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const stores = options.stores ?? embeddedStores();
  const mailer = recordingMailer();
  const { lines, log } = recordingLog();
  const codes = options.codes?.(stores.codes) ?? stores.codes;
  const secrets = codeSecrets(options.secrets ?? [randomBytes(32)]);
  const handlers: Record<Rpc, unknown> = {
    ...verifyHandlers({
      secrets,
      codes,
      mailer,
      limits: options.limits?.(stores.limits) ?? stores.limits,
      budgets: options.budgets?.(stores.budgets) ?? stores.budgets,
      log,
      codeMs: CODE_MS,
      mailsPerHour: options.mailsPerHour ?? 1000,
      service: options.service ?? 'im',
    }),
    ...codesHandlers({ secrets, codes, codeMs: CODE_MS }),
  };

  async function call<Reply = object>(rpc: Rpc, request: AnyRequest, caller = newCaller()): Promise<Reply> {
    const { prepare, handle } = handlers[rpc] as CommandHandler<AnyRequest, object, VerifyCommand>;
    const prepared = await prepare?.(request, { caller });
    return (await handle(request, { caller } as VerifyCommand, prepared)) as Reply;
  }

  /** Returns the code of the error that a client receives, or OK. */
  async function outcome(rpc: Rpc, request: AnyRequest, caller = newCaller()): Promise<string> {
    return call(rpc, request, caller).then(
      () => 'OK',
      (error) => error.code ?? String(error),
    );
  }

  const requestCode = (email: string, purpose = REGISTER, caller = newCaller(), requester?: Uint8Array) =>
    call<im.RequestCodeReply.$Properties>('requestCode', { email, purpose, requester }, caller);

  /** Requests a code and reads it from the mail. */
  async function mailedCode(email: string, purpose = REGISTER, caller?: Caller, requester?: Uint8Array): Promise<string> {
    await requestCode(email, purpose, caller, requester);
    return readMailedCode(mailer.sent.at(-1));
  }

  const check = (code: string, changes: Partial<im.CheckCodeRequest.$Properties> = {}): Promise<string> =>
    outcome('checkCode', checkRequest(code, changes));

  const advanceTime = (ms: number): void => void vi.advanceTimersByTime(ms);

  return { stores, mailer, lines, call, outcome, requestCode, mailedCode, check, advanceTime };
}

/** Returns the code of six digits in a mail. Throws if the mail has none, or several. */
export function readMailedCode(mail: Mail | undefined): string {
  const codes = new Set((mail?.text ?? '').match(/\b[0-9]{6}\b/g));
  const [code] = codes;
  if (code === undefined || codes.size > 1) throw new Error('the mail does not have exactly one code');
  return code;
}

export function checkRequest(code: string, changes: Partial<im.CheckCodeRequest.$Properties> = {}): object {
  return { email: 'alice@example.org', purpose: REGISTER, useId: randomBytes(16), ...changes, code };
}

/** Returns a code that differs from `code`. */
export function differentCode(code: string): string {
  return String((Number(code) + 1) % 1_000_000).padStart(6, '0');
}

let connections = 0;

/** A new command on a new connection. */
export function newCaller(changes: Partial<Caller> = {}): Caller {
  const connection = ++connections;
  return {
    commandId: `gate-1.AAAAAAAA/${connection}/${newId()}`,
    userId: '',
    sessionId: '',
    epoch: 0,
    gate: { instance: 'gate-1.AAAAAAAA', slot: 1 },
    connection,
    clientIp: `198.51.${connection >> 8}.${connection & 255}`,
    deviceKind: 'phone',
    language: 'en',
    clientInstanceId: new Uint8Array(),
    connectionAttempt: 0,
    acceptedAt: 1_700_000_000_000,
    knownSince: performance.now(),
    ...changes,
  };
}

/** The next command on the same connection. */
export function nextCommand(caller: Caller): Caller {
  return { ...caller, commandId: `${caller.commandId}+` };
}
