// Clients of the ancestor that do not read, with a scripted gate.
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ScriptedGate } from '../conformance/scripted-gate.ts';
import { CREGISTER, MESSAGES, toPacket } from './packets.ts';
import { startLegacyServer } from './server.ts';

const SOON = { timeout: 60_000 };

test('a client that does not read what it gets is closed, and with it its connection to the gate; others go on', async () => {
  const gate = new ScriptedGate(() => undefined);
  await gate.start();
  onTestFinished(() => gate.stop());
  const limits = { maxConnections: 10, maxConnectionsPerIp: 10, maxHandshakesPerIp: 1000 };
  const address = { host: '127.0.0.1', port: Number(new URL(gate.url).port) };
  const settings = { host: '127.0.0.1', port: 0, sendsProxyHeader: false, weakPasswordKey: undefined };
  const legacy = await startLegacyServer({ ...settings, gate: address, limits });
  onTestFinished(() => legacy.stop());

  const [slow, quick] = [await logIn(legacy.port), await logIn(legacy.port)];
  await expect.poll(() => gate.connections.filter(({ isLoggedIn }) => isLoggedIn).length, SOON).toBe(2);
  slow.pause();
  const [first, second] = gate.connections;
  const text = 'x'.repeat(8000);
  const push = setInterval(() => {
    for (let i = 0; i < 50 && !first?.isClosed; i++) first?.push({ messageStored: gate.store.add(text) });
  }, 5);
  onTestFinished(() => clearInterval(push));
  await expect.poll(() => first?.isClosed, SOON).toBe(true);
  await expect.poll(() => legacy.connectionCount(), SOON).toBe(1);

  let received = '';
  quick.on('data', (chunk) => {
    received += chunk.toString();
  });
  second?.push({ messageStored: gate.store.add('still here') });
  await expect.poll(() => received, SOON).toContain('still here');
}, 120_000);

async function logIn(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  const body = MESSAGES[CREGISTER]?.encode({ userid: 'a', passwd: 'correct horse' }).finish() ?? new Uint8Array();
  socket.write(toPacket(CREGISTER, body));
  await new Promise((resolve) => socket.once('data', resolve));
  return socket;
}
