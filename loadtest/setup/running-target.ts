// The target under load, however it was started.
import { readFileSync } from 'node:fs';
import type { PlannedFault } from '../cli/planned-faults.ts';
import type { CutKind, LoadTestFlags } from '../cli/settings.ts';
import type { TargetFlag } from '../cli/target.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { LoadAccount } from '../driver/client/load-client.ts';
import type { PasswordAccount } from '../driver/log-in-storm.ts';
import type { StoredText } from '../proof/fate-file.ts';
import { parseAccounts } from './accounts.ts';

export interface RunningTarget {
  readonly name: string;
  /** One URL per gate, for the chosen transport. */
  readonly urls: readonly string[];
  readonly accounts: readonly LoadAccount[];
  /** One for each log-in of a login-storm. */
  readonly passwordAccounts: readonly PasswordAccount[];
  /** The conversations of these accounts may have messages from before. */
  readonly usedBefore: boolean;
  /** Role → its processes now. Empty for processes on other machines. */
  roles(): ReadonlyMap<string, readonly number[]>;
  /** The admin ports of gates and services now, where they can be asked. */
  adminUrls(): readonly string[];
  /** Resolves when the process serves again. */
  injectFault?(fault: PlannedFault): Promise<void>;
  /** The processes that hold the sockets. */
  readonly gatePids: readonly number[];
  /** Makes the gates collect their garbage, if they can. */
  collectGarbage(): Promise<void>;
  /** All texts in its store. */
  readStored?(): Promise<readonly StoredText[]>;
  /** Where clients ask for gates, if status runs. */
  readonly statusUrl?: string;
  /** Ends connections in one of these ways. Resolves when the target is ready again. */
  cut?(kind: Exclude<CutKind, 'connections'>): Promise<void>;
  close(): Promise<void>;
}

/** Gates that run already. Throws UsageError when there are too few accounts. */
export function existingTarget(
  { accountsFile, clients }: Pick<LoadTestFlags, 'accountsFile' | 'clients'>,
  { urls, statusUrl }: TargetFlag & { readonly kind: 'address' },
): RunningTarget {
  if (!accountsFile) throw new TypeError('a target that runs already needs --accounts FILE');
  const accounts = readAccounts(accountsFile);
  if (accounts.length < clients)
    throw new UsageError(`${accountsFile} has ${accounts.length} accounts, too few for ${clients} clients`);
  return {
    name: [...urls.map((url) => URL.parse(url)?.host), ...(statusUrl === undefined ? [] : [`gates of ${statusUrl}`])].join(', '),
    urls,
    accounts: accounts.slice(0, clients),
    passwordAccounts: [],
    usedBefore: true,
    roles: () => new Map(),
    adminUrls: () => [],
    gatePids: [],
    ...(statusUrl !== undefined && { statusUrl }),
    collectGarbage: async () => undefined,
    close: async () => undefined,
  };
}

function readAccounts(path: string): LoadAccount[] {
  try {
    return parseAccounts(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`--accounts ${path} cannot be used: ${(error as Error).message}`);
  }
}
