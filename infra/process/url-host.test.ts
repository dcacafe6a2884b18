import { expect, test } from 'vitest';
import { fromUrlHost, isWildcard, toNetworkHost, toUrlHost } from './url-host.ts';

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

test('what other machines are told of a server on all addresses is one of a network', () => {
  const address = (family: 'IPv4' | 'IPv6', text: string, internal = false) => ({ family, address: text, internal }) as never;
  const interfaces = {
    lo: [address('IPv4', '127.0.0.1', true), address('IPv6', '::1', true)],
    eth0: [address('IPv6', '2001:db8::7'), address('IPv4', '10.1.2.3')],
  };
  expect(toNetworkHost('0.0.0.0', interfaces)).toBe('10.1.2.3');
  expect(toNetworkHost('::', interfaces)).toBe('10.1.2.3');
  expect(toNetworkHost('::', { eth0: [address('IPv6', '2001:db8::7')] })).toBe('[2001:db8::7]');
  expect(toNetworkHost('0.0.0.0', { eth0: [address('IPv6', '2001:db8::7')] })).toBe('127.0.0.1');
  expect(toNetworkHost('192.0.2.1', interfaces)).toBe('192.0.2.1');
});

test('a wildcard address is told from one that others can connect to', () => {
  for (const host of ['0.0.0.0', '::', '0:0:0:0:0:0:0:0', '0']) expect([host, isWildcard(host)]).toEqual([host, true]);
  for (const host of ['127.0.0.1', '10.0.0.0', '::1', 'localhost', '0.0.0.0.example.org', ''])
    expect([host, isWildcard(host)]).toEqual([host, false]);
});
