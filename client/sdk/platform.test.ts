import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from './index.ts';
import { NODE_PLATFORM } from './node/transport.ts';
import { createClient as createNodeClient } from './node.ts';
import { chooseTransport, WEB_PLATFORM } from './platform.ts';
import { TOKEN } from './testing/fake-gate.ts';
import { startTestGate } from './testing/sdk-fixture.ts';

test('a client without Node logs in and receives over the WebSocket of the platform', async () => {
  const gate = await startTestGate();
  const client = createClient({ gates: [gate.ws], from: 'beginning' });
  onTestFinished(() => client.close());
  const texts: string[] = [];
  client.on('message', ({ text }) => texts.push(text));
  await client.resume(TOKEN);
  const { seq } = await client.send('user-other', 'hello 你好');
  expect(seq).toBe(1);
  expect(texts).toEqual(['hello 你好']);
});

test('a client without Node refuses a TCP gate and says which URLs it takes', () => {
  expect(() => createClient({ gates: ['tcp://127.0.0.1:7000'] })).toThrow('use wss://host:port or ws://host:port');
  expect(() => createClient({ status: 'https://host', transport: 'tcp' })).toThrow('transport is one of wss, ws, not "tcp"');
  expect(createNodeClient({ gates: ['tcp://127.0.0.1:7000'] }).state).toBe('idle');
});

test.each([
  [WEB_PLATFORM, [], ['https://status'], 'wss'],
  [WEB_PLATFORM, [], ['http://status'], 'ws'],
  [WEB_PLATFORM, ['ws://gate:1'], ['https://status'], 'ws'],
  [NODE_PLATFORM, [], ['https://status'], 'tls'],
  [NODE_PLATFORM, [], ['http://one', 'https://two'], 'tls'],
  [NODE_PLATFORM, [], ['http://status'], 'tcp'],
  [NODE_PLATFORM, ['wss://gate:1'], [], 'wss'],
] as const)('a client asks status for gates that it can open: %#', (platform, gates, status, expected) => {
  expect(chooseTransport(platform, gates, status)).toBe(expected);
});

test('when the platform refuses to open a WebSocket, the client waits and tries again', async () => {
  vi.stubGlobal(
    'WebSocket',
    class {
      constructor() {
        throw new DOMException('An insecure WebSocket connection may not be initiated', 'SecurityError');
      }
    },
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  const client = createClient({ gates: ['ws://127.0.0.1:7001'], timing: { logInTimeoutMs: 200 } });
  onTestFinished(() => client.close());
  const states: string[] = [];
  client.on('state', ({ state }) => states.push(state));
  await expect(client.resume(TOKEN)).rejects.toMatchObject({ code: 'TIMEOUT' });
  expect(states).toContain('waiting');
});
