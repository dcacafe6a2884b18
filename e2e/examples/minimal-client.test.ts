// The program examples/python/minimal_client.py with an embedded server, as two users run it in two terminals.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { PYTHON } from '../docs/testing/python.ts';
import { embeddedServerFixture } from '../testing/embedded-server-fixture.ts';

const server = embeddedServerFixture();
const SOON = { timeout: 30_000 };

/** A TCP relay to the server whose connections can be cut. */
async function startRelay(): Promise<{ port: number; cut(): void }> {
  const sockets = new Set<Socket>();
  const relay = createServer((client) => {
    const { hostname, port } = new URL(server.tcp);
    const gate = connect(Number(port), hostname);
    for (const [socket, other] of [
      [client, gate],
      [gate, client],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  onTestFinished(() => {
    cut();
    relay.close();
  });
  return { port: (relay.address() as AddressInfo).port, cut };
}

interface Terminal {
  readonly process: ChildProcess;
  readonly lines: string[];
  type(text: string): void;
  shown(): string[];
}

function openTerminal(name: string, peer: string, port: number): Terminal {
  const program = join(import.meta.dirname, '../../examples/python/minimal_client.py');
  const process = spawn(PYTHON ?? '', [program, name, 'correct horse', peer, '127.0.0.1', String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void process.kill('SIGKILL'));
  const lines: string[] = [];
  createInterface(process.stdout).on('line', (line) => lines.push(line));
  return {
    process,
    lines,
    type: (text) => void process.stdin.write(`${text}\n`),
    shown: () => lines.filter((line) => !line.startsWith('-')),
  };
}

test.skipIf(!PYTHON)(
  'two users of the small Python client chat; cut connections lose, repeat and reorder nothing',
  async () => {
    const relay = await startRelay();
    const alice = openTerminal('alice', 'bob', relay.port);
    const bob = openTerminal('bob', 'alice', relay.port);
    for (const { lines } of [alice, bob]) await expect.poll(() => lines.at(-1), SOON).toMatch(/^- logged in/);
    alice.type('hello bob');
    await expect.poll(bob.shown, SOON).toEqual(['1 > hello bob']);
    bob.type('hello alice');
    await expect.poll(alice.shown, SOON).toEqual(['1 < hello bob', '2 > hello alice']);
    const texts: string[] = [];
    for (let round = 1; round <= 3; round += 1) {
      relay.cut();
      for (const part of ['a', 'b', 'c']) {
        texts.push(`${round}${part}`);
        alice.type(`${round}${part}`);
      }
      await expect.poll(() => bob.shown().length, SOON).toBe(2 + 3 * round);
    }
    expect(bob.shown().slice(2)).toEqual(texts.map((text, n) => `${n + 3} > ${text}`));
    await expect.poll(() => alice.shown().slice(2), SOON).toEqual(texts.map((text, n) => `${n + 3} < ${text}`));
    expect(bob.lines).toContain('- resumed as bob');
    alice.process.stdin?.end();
    const [code] = await once(alice.process, 'exit');
    expect(code).toBe(0);
  },
  120_000,
);
