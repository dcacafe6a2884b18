// The target under load, however it was started.
import { readFileSync } from 'node:fs';
import type { PlannedFault } from '../cli/planned-faults.ts';
import type { CutKind, LoadTestFlags } from '../cli/settings.ts';
import type { LoadAccount } from '../driver/client/load-client.ts';
import type { PasswordAccount } from '../driver/log-in-storm.ts';
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
  /** Where clients ask for gates, if status runs. */
  readonly statusUrl?: string;
  /** Ends connections in one of these ways. Resolves when the target is ready again. */
  cut?(kind: Exclude<CutKind, 'connections'>): Promise<void>;
  close(): Promise<void>;
}

/** A gate that already runs. Throws when there are too few accounts. */
export function existingTarget(
  flags: LoadTestFlags,
  { host, port }: { readonly host: string; readonly port: number },
): RunningTarget {
  if (!flags.accountsFile) throw new TypeError('--target HOST:PORT needs --accounts FILE');
  const accounts = parseAccounts(readFileSync(flags.accountsFile, 'utf8'));
  if (accounts.length < flags.clients)
    throw new Error(`${flags.accountsFile} has ${accounts.length} accounts, too few for ${flags.clients} clients`);
  return {
    name: `${host}:${port}`,
    urls: [`${flags.transport}://${host.includes(':') ? `[${host}]` : host}:${port}`],
    accounts: accounts.slice(0, flags.clients),
    passwordAccounts: [],
    usedBefore: true,
    roles: () => new Map(),
    adminUrls: () => [],
    gatePids: [],
    collectGarbage: async () => undefined,
    close: async () => undefined,
  };
}
