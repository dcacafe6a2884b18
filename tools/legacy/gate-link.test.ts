import { expect, test } from 'vitest';
import { parseGateUrl } from './gate-link.ts';

test.each([
  ['tcp://127.0.0.1:7000', { host: '127.0.0.1', port: 7000 }],
  ['tcp://gate.example:7000', { host: 'gate.example', port: 7000 }],
  ['tcp://[::1]:7000', { host: '::1', port: 7000 }],
  ['tcp://[2001:db8::5]:7002', { host: '2001:db8::5', port: 7002 }],
  ['tcp://127.0.0.1', undefined],
  ['ws://127.0.0.1:7001', undefined],
  ['127.0.0.1:7000', undefined],
])('%s is the gate %j', (url, address) => {
  expect(parseGateUrl(url)).toEqual(address);
});
