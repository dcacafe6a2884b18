import { type ChildProcess, spawn } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { im } from '../proto/rpc.ts';
import { fakeSealedReply, type GateFixture, gateFixture, LOG_IN, waitUntil } from './testing/gate-fixture.ts';
import type { Transport } from './testing/wire-client.ts';
import { OutgoingFrame } from './transport/outgoing-frame.ts';

// The first connections include one-time costs: compiled code, pools, tables.
const WARM_UP = 500;
const MEASURED = 2000;
const MAX_BYTES_PER_CONNECTION = 30 * 1024;

// The clients run in a process of their own, because their memory must not be measured.
const CLIENTS = `
  import { connect } from 'node:net';
  import { WebSocket } from 'ws';
  const [transport, port, count, logIn] = process.argv.slice(1);
  const frame = Buffer.from(logIn, 'base64');
  for (let i = 0; i < Number(count); i++) {
    await new Promise((resolve, reject) => {
      if (transport === 'tcp') {
        connect(Number(port), '127.0.0.1', function () { resolve(this.write(frame)); }).on('error', reject).resume();
      } else {
        const socket = new WebSocket('ws://127.0.0.1:' + port).on('error', reject);
        socket.on('open', () => resolve(socket.send(frame.subarray(4))));
      }
    });
  }
  process.stdin.resume().on('end', () => process.exit());
`;

test('an idle logged-in connection costs the gate at most 30 KiB', async () => {
  const fixture = await gateFixture({
    routes: memoryRoutes(),
    limits: { maxConnections: 10_000 },
    timings: { timeoutCheckIntervalMs: 500, routeRefreshIntervalMs: 8000 },
  });
  const children: ChildProcess[] = [];
  try {
    for (const transport of ['ws', 'tcp'] as const) children.push(await connectClients(fixture, transport, WARM_UP));
    // All clients stay connected: memory freed by the first ones would hide the memory of the next ones.
    for (const transport of ['ws', 'tcp'] as const) {
      const before = usedBytes();
      children.push(await connectClients(fixture, transport, MEASURED));
      const after = usedBytes();
      // The process may reuse old pages, or keep unused pages. The larger figure is never too low.
      const perConnection = Math.max(after.resident - before.resident, after.live - before.live) / MEASURED;
      console.info(`${transport}: ${(perConnection / 1024).toFixed(1)} KiB per idle connection`);
      expect(perConnection).toBeLessThan(MAX_BYTES_PER_CONNECTION);
    }
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await fixture.close();
  }
});

/** Connects this many more clients and resolves when they are logged in. */
async function connectClients(fixture: GateFixture, transport: Transport, count: number): Promise<ChildProcess> {
  const total = fixture.gate.connectionCount() + count;
  const logIn = new OutgoingFrame({ kind: im.Frame.Kind.COMMAND, rpc: LOG_IN, requestId: 1 }).tcp.toString('base64');
  const args = [transport, String(fixture.gate[transport].port), String(count), logIn];
  const stdio = ['pipe', 'ignore', 'inherit'] as const;
  const cwd = import.meta.dirname;
  const child = spawn(process.execPath, ['--input-type=module', '-e', CLIENTS, ...args], { cwd, stdio: [...stdio] });
  let answered = 0;
  const answerAll = (): boolean => {
    for (const { envelope } of fixture.log.sent.splice(0)) {
      answered++;
      const bind = { userId: `user-${total}-${answered}`, sessionId: `session-${total}-${answered}`, epoch: 1 };
      fixture.reply(envelope, { payload: fakeSealedReply(new Uint8Array()), bind });
    }
    return answered === count || child.exitCode !== null;
  };
  await waitUntil(answerAll, 20_000);
  expect(fixture.gate.connectionCount()).toBe(total);
  return child;
}

function usedBytes(): { resident: number; live: number } {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let i = 0; i < 3; i++) gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: rss, live: heapUsed + external };
}
