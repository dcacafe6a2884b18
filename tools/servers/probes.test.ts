import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { runRedisCommands } from './probes.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));

test.skipIf(!hasIpv6)('a Redis at an IPv6 address is asked there', async () => {
  const server = createServer((socket) => socket.end('+PONG\r\n')).listen(0, '::1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await runRedisCommands(`redis://[::1]:${port}`, 'PING')).toContain('PONG');
});
