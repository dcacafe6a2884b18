// Child processes that always end with this process, the ports on which they listen, and their temp folders.
import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/**
 * A shell process that reads from this process which children are alive. When this process ends, even by SIGKILL or a crash, the
 * shell kills the remaining children and removes the temp folder.
 */
const WATCHER_SCRIPT = `
pids=
while read -r sign pid; do
  kept=
  for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done
  pids=$kept
  [ "$sign" = + ] && pids="$pids $pid"
done
[ -z "$pids" ] || kill -KILL $pids 2>/dev/null
rm -rf "$1" || { sleep 1; rm -rf "$1"; }
`;

let current: { readonly folder: string; readonly input: Writable } | undefined;

function watcher(): { readonly folder: string; readonly input: Writable } {
  if (current) return current;
  const folder = mkdtempSync(join(tmpdir(), 'im-'));
  // Detached, because Ctrl-C signals the whole process group of the terminal, and the shell must outlive this process.
  const shell = spawn('sh', ['-c', WATCHER_SCRIPT, 'im-watch', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  shell.unref();
  (shell.stdin as Writable & { unref(): void }).unref();
  current = { folder, input: shell.stdin };
  return current;
}

/** Makes a folder that is removed when this process ends. */
export function createTempFolder(name: string): string {
  const root = watcher().folder;
  for (let number = 1; ; number++) {
    const folder = join(root, `${name}-${number}`);
    if (existsSync(folder)) continue;
    mkdirSync(folder);
    return folder;
  }
}

export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  /** Resolves after the end with "exit code 1" or "SIGKILL". */
  readonly exited: Promise<string>;
  isRunning(): boolean;
  /** Sends a signal; resolves when the process is gone, or at once for a signal that does not end it. */
  kill(signal?: NodeJS.Signals): Promise<void>;
}

/** The process could not be started. The message says why and, if known, what to do. */
export class ProcessStartError extends Error {
  override readonly name = 'NotStarted';
}

/** By error code of the system: what is wrong and what to do. */
const REMEDIES: Readonly<Record<string, string>> = {
  EACCES: 'it is not executable: run `chmod +x` on it',
  EAGAIN: 'the system allows no more processes: end some, or raise `ulimit -u`',
  EMFILE: 'too many files are open: raise `ulimit -n`',
  ENFILE: 'too many files are open on this machine: end programs that hold many',
  ENOMEM: 'no memory is left: end programs that use much of it',
};

/** Why a program could not be started in this folder, and what to do. */
export function explainSpawnError(command: string, cwd: string, { code = '', message }: NodeJS.ErrnoException): string {
  if (code !== 'ENOENT') return `${message}${REMEDIES[code] ? `: ${REMEDIES[code]}` : ''}`;
  // ENOENT does not say whether the command or the folder is missing.
  if (!existsSync(cwd)) return `its working folder ${cwd} no longer exists: restore it, or start from another one`;
  const remedy = command === process.execPath ? '`npm run setup` brings it back' : 'install it, or put its folder into PATH';
  return `there is no program ${command}: ${remedy}`;
}

/**
 * Starts a child in a process group of its own, which is killed when this process ends. PATH and NODE_COMPILE_CACHE are added to
 * `env`: a service starts with half of the CPU time when its code is compiled already. Throws ProcessStartError.
 */
export async function startChild(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Child> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = options.env ? { PATH, ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...options.env } : process.env;
  const child = await spawnChild(command, args, { ...options, env, detached: true });
  const pid = child.pid ?? 0;
  const { input } = watcher();
  input.write(`+ ${pid}\n`);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      input.write(`- ${pid}\n`);
      resolve(signal ?? `exit code ${code}`);
    });
  });
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    process: child,
    exited,
    isRunning,
    async kill(signal = 'SIGKILL') {
      if (!isRunning()) return;
      child.kill(signal);
      if (signal === 'SIGKILL' || signal === 'SIGTERM') await exited;
    },
  };
}

/** Throws ProcessStartError. */
async function spawnChild(command: string, args: readonly string[], options: SpawnOptions): Promise<ChildProcess> {
  try {
    const child = spawn(command, args, options);
    await once(child, 'spawn');
    return child;
  } catch (error) {
    const cwd = String(options.cwd ?? process.cwd());
    throw new ProcessStartError(explainSpawnError(command, cwd, error as NodeJS.ErrnoException), { cause: error });
  }
}

/** Runs a command to its end. Rejects with its last lines of output when it fails. */
export async function runCommand(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const limits = { timeout: 900_000, maxBuffer: 64 << 20 };
  await promisify(execFile)(command, [...args], { env, ...limits }).catch((error: Error & { stdout: string; stderr: string }) => {
    throw new Error(`${command} failed: ${lastLines(error.stdout + error.stderr) || error.message}`, { cause: error });
  });
}

function lastLines(output: string): string {
  return output.trimEnd().split('\n').slice(-15).join('\n');
}

export interface ServerProcessOptions {
  /** Its output is appended to this file. */
  readonly file: string;
  readonly readyMs: number;
  readonly env?: NodeJS.ProcessEnv;
  /** An abort kills it, ready or not. */
  readonly signal?: AbortSignal;
  /** Rejects until it serves. */
  probe(): Promise<void>;
}

/** Like `startChild`, but resolves when the server serves; kills it if it does not serve in time. Throws ProcessStartError. */
export async function startServerProcess(
  command: string,
  args: readonly string[],
  options: ServerProcessOptions,
): Promise<Child> {
  const output = openLog(options.file);
  const stdio: SpawnOptions['stdio'] = ['ignore', output, output];
  const child = await startChild(command, args, { stdio, ...(options.env ? { env: options.env } : {}) }).finally(() =>
    closeSync(output),
  );
  const kill = (): void => void child.kill();
  options.signal?.addEventListener('abort', kill, { once: true });
  try {
    if (options.signal?.aborted) kill();
    await waitUntilReady(options.probe, options.readyMs, child);
  } catch (error) {
    await child.kill();
    options.signal?.removeEventListener('abort', kill);
    throw new ProcessStartError(`${command} did not start: ${(error as Error).message}\n${readLastLines(options.file)}`, {
      cause: error,
    });
  }
  void child.exited.then(() => options.signal?.removeEventListener('abort', kill));
  return child;
}

function openLog(file: string): number {
  try {
    return openSync(file, 'a');
  } catch (error) {
    throw new ProcessStartError(`its output file cannot be written: ${(error as Error).message}`, { cause: error });
  }
}

function readLastLines(file: string): string {
  try {
    return lastLines(readFileSync(file, 'utf8'));
  } catch (error) {
    return `its output file cannot be read: ${(error as Error).message}`;
  }
}

/** Repeats `probe` until it resolves; rejects after `timeoutMs` or when the child has ended. */
export async function waitUntilReady(probe: () => Promise<void>, timeoutMs: number, child?: Child): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (child && !child.isRunning()) throw new Error(`it ended with ${await child.exited}`, { cause: error });
      if (Date.now() > end) throw new Error(`not ready after ${timeoutMs} ms: ${(error as Error).message}`, { cause: error });
    }
    await sleep(50);
  }
}

/** Returns those of these ports of 127.0.0.1 that are in use. */
export async function findPortsInUse(ports: readonly number[]): Promise<number[]> {
  const tried = await Promise.all(
    ports.map(async (port) => {
      const server = createServer().listen(port, '127.0.0.1');
      try {
        await once(server, 'listening');
        await once(server.close(), 'close');
        return [];
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
        return [port];
      }
    }),
  );
  return tried.flat();
}

/** Below the ports that systems give to outgoing connections: one of those would take the port before the server listens. */
const PORTS = { from: 20_000, to: 32_000 };

/** Ports of 127.0.0.1 on which nobody listens, for servers that start within seconds. */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  while (servers.length < count) {
    const server = await listenOn(PORTS.from + Math.floor(Math.random() * (PORTS.to - PORTS.from)));
    if (server) servers.push(server);
  }
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** Undefined when the port is taken. */
function listenOn(port: number): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(port, '127.0.0.1');
    server.once('listening', () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
  });
}
