// The system packages that native servers need. Installs them if allowed, otherwise names them.
import { runCommand } from './child-processes.ts';
import { findCommand } from './find-command.ts';
import { hasKafkaJars } from './kafka.ts';
import { findMysqld } from './mysql.ts';
import type { ServerKind } from './server.ts';

/** Debian's names of the packages that are missing for these servers. */
export function findMissingPackages(kinds: readonly ServerKind[]): string[] {
  const missing: string[] = [];
  if (kinds.includes('kafka') && !findCommand('java')) missing.push('default-jre-headless');
  if (kinds.includes('kafka') && !hasKafkaJars() && !findCommand('mvn')) missing.push('maven');
  if (kinds.includes('mysql') && !findMysqld()) missing.push('mariadb-server');
  if (kinds.includes('redis') && !findCommand('redis-server')) missing.push('redis-server');
  return missing;
}

let last: Promise<void> = Promise.resolve();

/**
 * Installs missing packages if this process is root on a Debian-like system; concurrent calls run one after the other. Otherwise
 * throws with one sentence that says what to install.
 */
export function installMissingPackages(kinds: readonly ServerKind[], say: (line: string) => void): Promise<void> {
  const install = () => runInstallation(kinds, say);
  last = last.then(install, install);
  return last;
}

async function runInstallation(kinds: readonly ServerKind[], say: (line: string) => void): Promise<void> {
  const missing = findMissingPackages(kinds);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !findCommand('apt-get'))
    throw new Error(
      `missing: ${missing.join(', ')}. Install them (Debian: sudo apt-get install ${missing.join(' ')}), ` +
        'or set IM_KAFKA_BROKERS, IM_MYSQL_URL and IM_REDIS_URL',
    );
  say(`installing ${missing.join(', ')} with apt-get`);
  // RUNLEVEL=1 keeps the packages' scripts from starting servers of their own, where init honours it.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const aptGet = (...args: string[]) => runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], env);
  await aptGet('update');
  await aptGet('install', '-y', '--no-install-recommends', ...missing);
}
