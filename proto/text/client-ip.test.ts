import { expect, test } from 'vitest';
import { clientIpKey, clientNetworks, widestNetwork } from './client-ip.ts';

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8::2:3:4:5:6', '2001:db8:0:2::/64'],
  ['', ''],
  ['a@b.c', 'a@b.c'],
])('the address %s counts as the caller %s', (address, key) => {
  expect(clientIpKey(address)).toBe(key);
});

test.each([
  [
    '192.0.2.77',
    [
      ['192.0.2.77', 1],
      ['192.0.2.0/24', 4],
    ],
  ],
  [
    '::ffff:192.0.2.77',
    [
      ['192.0.2.77', 1],
      ['192.0.2.0/24', 4],
    ],
  ],
  [
    '2001:db8:1:2345::9',
    [
      ['2001:db8:1:2345::/64', 1],
      ['2001:db8:1:2300::/56', 2],
      ['2001:db8:1::/48', 4],
    ],
  ],
  [
    '2001:db8:1:45::9',
    [
      ['2001:db8:1:45::/64', 1],
      ['2001:db8:1:0::/56', 2],
      ['2001:db8:1::/48', 4],
    ],
  ],
  ['a socket', [['a socket', 1]]],
  ['', []],
] as const)('the address %s shares budgets with its networks', (address, networks) => {
  expect(clientNetworks(address).map(({ key, scale }) => [key, scale])).toEqual(networks);
  expect(widestNetwork(address)).toBe(networks.at(-1)?.[0] ?? '');
});
