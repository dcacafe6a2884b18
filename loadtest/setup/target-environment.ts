// What the embedded target and the stack have in common: settings, accounts for password log-ins, and garbage collection.
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { passwordHasher } from '../../auth/password/password-hasher.ts';
import type { LoadTestFlags } from '../cli/settings.ts';
import { scenarioOf } from '../scenarios/index.ts';
import { generatePasswordUsers, type PasswordUser } from './accounts.ts';

const STORM_PASSWORD = 'correct horse battery staple';

/** The environment of the services under test. */
export function targetEnvironment(flags: LoadTestFlags): Record<string, string> {
  return {
    IM_LOG_LEVEL: 'info',
    // All clients come from this machine.
    IM_MAX_CONNECTIONS_PER_IP: '1000000',
    IM_MAX_HANDSHAKES_PER_IP: '1000000',
    NODE_OPTIONS: nodeOptions(flags.cpuProfileFolder),
    ...scenarioOf(flags.scenario).settings?.(flags),
    ...flags.settings,
  };
}

/** One account for each log-in of a storm, with a real hash of its password. */
export async function createPasswordUsers(flags: LoadTestFlags): Promise<PasswordUser[]> {
  const count = scenarioOf(flags.scenario).countPasswordUsers?.(flags) ?? 0;
  if (count === 0) return [];
  const { hash, close } = passwordHasher();
  try {
    return generatePasswordUsers(count, STORM_PASSWORD, await hash(STORM_PASSWORD));
  } finally {
    await close();
  }
}

/** Makes processes that were started with `targetEnvironment` collect their garbage. */
export async function collectGarbage(pids: readonly number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, 'SIGUSR2');
  // The signal has no reply. Collecting a few hundred MiB takes less than this.
  await sleep(1_000);
}

/** Prints the warnings and errors of a service, and whatever is not a log line. */
export function printProblems(name: string, line: string, print: (line: string) => void): void {
  if (/^\{"level":"(debug|info)"/.test(line) || line.trim() === '') return;
  print(`${name}: ${line.slice(0, 300)}`);
}

function nodeOptions(profileFolder: string | undefined): string {
  const options = `--expose-gc --import=${pathToFileURL(join(import.meta.dirname, 'collect-garbage.ts'))}`;
  return profileFolder === undefined ? options : `${options} --cpu-prof --cpu-prof-dir=${resolve(profileFolder)}`;
}
