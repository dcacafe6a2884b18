import { expect, test } from 'vitest';
import { fromUrlHost, toUrlHost } from './url-host.ts';

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['0.0.0.0', '127.0.0.1'],
  ['::', '[::1]'],
  ['2001:db8::7', '[2001:db8::7]'],
  ['localhost', 'localhost'],
])('a server on %s is reached at the host %s of a URL', (host, expected) => {
  expect(toUrlHost(host)).toBe(expected);
  expect(fromUrlHost(new URL(`tcp://${expected}:7000`).hostname)).toBe(expected.replace(/[[\]]/g, ''));
});
