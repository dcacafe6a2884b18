// Faults of a running stack: each makes what one alert warns of.
import { randomBytes } from 'node:crypto';
import { mkdirSync, symlinkSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRpc } from '../../../client/sdk/api/contract.ts';
import { openTransport } from '../../../client/sdk/node/transport.ts';
import { im } from '../../../proto/rpc.ts';

/** Half of a period of 600 ms the process has no processor. */
const STUTTER_MS = 300;
const STRANGERS = 60;
const LOG_INS_EVERY_MS = 500;

const REPEAT_MS = 100;

/** Ends the fault. */
export type EndFault = () => void;

/** Takes the processor from a process again and again, as a machine with too much work does. */
export function stutter(pid: number): EndFault {
  let isStopped = false;
  const timer = setInterval(() => {
    isStopped = !isStopped;
    process.kill(pid, isStopped ? 'SIGSTOP' : 'SIGCONT');
  }, STUTTER_MS);
  return () => {
    clearInterval(timer);
    process.kill(pid, 'SIGCONT');
  };
}

/** Strangers try passwords: more than one thread can hash. A gate takes one log-in of a connection at a time. */
export function floodLogIns(gate: string): EndFault {
  const { number, request } = getRpc('Auth', 'logIn');
  let requestId = 0;
  const ignore = (): void => undefined;
  const handlers = { onOpen: ignore, onFrame: ignore, onClosed: ignore };
  const transports = Array.from({ length: STRANGERS }, () => openTransport(gate, handlers));
  const timer = setInterval(() => {
    for (const transport of transports) {
      const name = `n-${randomBytes(8).toString('hex')}`;
      const payload = request.encode({ clientRequestId: randomBytes(16), name, password: 'a wrong password' }).finish();
      const command = { kind: im.Frame.Kind.COMMAND, rpc: number, requestId: ++requestId, payload };
      transport.send(im.Frame.encode(command).finish());
    }
  }, LOG_INS_EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const transport of transports) transport.close();
  };
}

/** Calls `work` again and again, also while it fails. The returned function resolves when the last call is over. */
export function repeat(work: () => Promise<unknown>): () => Promise<void> {
  let isOver = false;
  const running = (async () => {
    while (!isOver) {
      await work().catch(() => undefined);
      await sleep(REPEAT_MS);
    }
  })();
  return async () => {
    isOver = true;
    await running;
  };
}

/** Holds so many connections of a gate. One that the gate closes is opened again. */
export function holdConnections(gate: string, count: number): EndFault {
  const { hostname, port } = new URL(gate);
  const sockets = new Set<Socket>();
  let isOver = false;
  const open = (): void => {
    const socket = connect(Number(port), hostname);
    sockets.add(socket);
    socket.resume();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (!isOver) setTimeout(open, 100);
    });
  };
  for (let i = 0; i < count; i++) open();
  return () => {
    isOver = true;
    for (const socket of sockets) socket.destroy();
  };
}

/** A folder in which the log file of this instance takes nothing, as on a full disk. */
export function fullLogFolder(folder: string, instance: string): string {
  const full = join(folder, 'full');
  mkdirSync(full);
  symlinkSync('/dev/full', join(full, `${instance}.log`));
  return full;
}
