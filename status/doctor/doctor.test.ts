import { expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import type { Member } from '../members.ts';
import { isLoopback } from './address-checks.ts';
import { examine, type ServerProbes } from './doctor.ts';
import type { Finding } from './findings.ts';
import { HEALTHY_MYSQL } from './testing/healthy-servers.ts';

const MIB = 1024 ** 2;

function member(instance: string, fields: im.InstanceReport.$Properties = {}, others: Partial<Member> = {}): Member {
  const report = { role: 'logic', instance, version: '0.1.0', ...fields };
  return {
    report: im.InstanceReport.decode(im.InstanceReport.encode(report).finish()) as im.InstanceReport,
    before: undefined,
    isDoubled: false,
    ...others,
  };
}

const calm: ServerProbes = { reach: async () => undefined };

interface Others {
  readonly isCurrent?: boolean;
  readonly statusUrls?: readonly string[];
}

/** What is wrong. */
async function findBad(
  members: readonly Member[],
  probes: Partial<ServerProbes> = {},
  { isCurrent = true, statusUrls = [] }: Others = {},
): Promise<Finding[]> {
  const findings = await examine({ members, isCurrent, statusUrls, services: [], probes: { ...calm, ...probes } });
  for (const { isGood, remedy } of findings) expect(remedy === '').toBe(isGood);
  return findings.filter(({ isGood }) => !isGood);
}

test('nothing is wrong with instances that agree', async () => {
  const checkup = {
    descriptorLimit: 65_536,
    fingerprints: [{ name: 'IM_TOKEN_SECRET', value: 'a' }],
    diskBytes: 100,
    diskFreeBytes: 50,
  };
  const gate = { role: 'gate', maxConnections: 20_000, addresses: ['tcp://127.0.0.1:7000'], checkup };
  const members = [member('gate-0', gate, { clockAheadMs: 3 }), member('logic-0', { checkup }, { clockAheadMs: -400 })];
  expect(await findBad(members)).toEqual([]);
  expect(
    await examine({ members, isCurrent: true, statusUrls: ['http://127.0.0.1:7003'], services: [], probes: calm }),
  ).toContainEqual({
    check: 'ports',
    isGood: true,
    subject: '',
    text: '2 addresses of gates, status and admin ports answer',
    remedy: '',
  });
});

test('a gate with too few file descriptors is told which limit it needs', async () => {
  const gate = { role: 'gate', maxConnections: 20_000, checkup: { descriptorLimit: 1024 } };
  expect(await findBad([member('gate-0', gate), member('logic-0', { checkup: { descriptorLimit: 1024 } })])).toEqual([
    {
      check: 'ulimit',
      isGood: false,
      subject: 'gate-0',
      text: 'may open 1024 files and needs 20200: 20000 clients and 200 of its own',
      remedy: 'start it with ulimit -n 32768 (LimitNOFILE=32768 of systemd), or set IM_MAX_CONNECTIONS=824',
    },
  ]);
});

test.each([
  [3_600_000, 'its clock is 3600 s ahead of the others'],
  [-5000, 'its clock is 5 s behind the others'],
])('an instance whose clock is %i ms away is named, and what mends it', async (clockAheadMs, text) => {
  const [finding, ...others] = await findBad([
    member('a', {}, { clockAheadMs: 1 }),
    member('b', {}, { clockAheadMs }),
    member('c', {}, { clockAheadMs: 0 }),
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ check: 'clocks', subject: 'b', text, remedy: expect.stringContaining('time service') });
});

test('when the clock of status itself is wrong, it is named and not all the others', async () => {
  const others = ['a', 'b', 'c'].map((name) => member(name, {}, { clockAheadMs: -60_000 }));
  const found = await findBad([...others, member('status-0', {}, { clockAheadMs: 0 })]);
  expect(found.map(({ subject, text }) => `${subject}: ${text}`)).toEqual(['status-0: its clock is 60 s ahead of the others']);
});

test('a secret that differs is found, with who has which', async () => {
  const withSecret = (value: string) => ({ checkup: { fingerprints: [{ name: 'IM_PACK_GATE_SECRET', value }] } });
  const found = await findBad([
    member('gate-0', withSecret('x')),
    member('logic-0', withSecret('y')),
    member('logic-1', withSecret('y')),
  ]);
  expect(found).toMatchObject([
    {
      check: 'secrets',
      subject: 'IM_PACK_GATE_SECRET',
      text: 'instances have different values: x in gate-0; y in logic-0, logic-1',
    },
  ]);
});

test('a full disk, an old version, a shared name and what an instance lacks are found', async () => {
  const found = await findBad([
    member('a', { checkup: { diskBytes: 100_000 * MIB, diskFreeBytes: 500 * MIB } }),
    member('b', { version: '0.0.9' }),
    member('c', {}, { isDoubled: true }),
    member('d', { missing: ['MySQL: is unavailable'] }),
  ]);
  expect(found.map(({ check, subject }) => `${check} ${subject}`.trim())).toEqual([
    'instances c',
    'instances d',
    'disk a',
    'versions',
  ]);
});

test('a name that two roles share is found, with both roles', async () => {
  const found = await findBad([member('node-1'), member('node-1', { role: 'verify' }), member('node-2')]);
  expect(found).toMatchObject([{ check: 'instances', subject: 'node-1', text: 'logic and verify share this name' }]);
});

test('a full disk of logs or data is found once per disk, and the disk of MySQL too', async () => {
  const full = { freeBytes: 10 * MIB, bytes: 50_000 * MIB };
  const free = { freeBytes: 40_000 * MIB, bytes: 90_000 * MIB };
  const disks = [
    { folder: '/var/log/im', ...full },
    { folder: '/srv/im/data', ...full },
    { folder: '/srv/other', ...free },
  ];
  const checkup = { diskBytes: free.bytes, diskFreeBytes: free.freeBytes, disks };
  const mysql = { ...HEALTHY_MYSQL, dataFolder: '/var/lib/mysql/' };
  const found = await findBad([member('a', { checkup })], { readMysql: async () => mysql, readMysqlDisk: () => full });
  expect(found.map(({ check, subject, text }) => `${check} ${subject}: ${text}`)).toEqual([
    'disk a: 10 MiB of 50000 MiB are free where /var/log/im is',
    'disk MySQL: 10 MiB of 50000 MiB are free where /var/lib/mysql/ is',
  ]);
});

test('a server that is away, a gate that clients cannot reach, and reports that do not come are found', async () => {
  const gate = member('gate-0', { role: 'gate', addresses: ['tcp://192.0.2.1:7000'] });
  const readMysql = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const found = await findBad([gate], { readMysql, reach: async () => 'ECONNREFUSED' }, { isCurrent: false });
  expect(found.map(({ check, text }) => `${check}: ${text}`)).toEqual([
    'reports: reports do not come through Kafka, so the rest may be old',
    'ports: tcp://192.0.2.1:7000 (gate) cannot be reached from status: ECONNREFUSED',
    'servers: does not answer: connect ECONNREFUSED',
  ]);
});

test('each address is tried, and what to set depends on whose it is', async () => {
  const members = [
    member('gate-0', {
      role: 'gate',
      addresses: ['tcp://10.0.0.1:7000', 'ws://10.0.0.1:7001'],
      adminUrl: 'http://10.0.0.1:9100',
    }),
    member('logic-0', { adminUrl: 'http://10.0.0.2:9100' }),
  ];
  const tried: string[] = [];
  const reach = async (address: string) => {
    tried.push(address);
    return address === 'tcp://10.0.0.1:7000' ? undefined : 'no answer within 2 s';
  };
  const found = await findBad(members, { reach }, { statusUrls: ['https://status.example.org'] });
  expect(found.map(({ subject, text, remedy }) => [subject, text.split(' ')[0], /IM_\w+/.exec(remedy)?.[0]])).toEqual([
    ['gate-0', 'ws://10.0.0.1:7001', 'IM_HOST'],
    ['gate-0', 'http://10.0.0.1:9100', 'IM_ADMIN_HOST'],
    ['logic-0', 'http://10.0.0.2:9100', 'IM_ADMIN_HOST'],
    ['status', 'https://status.example.org', 'IM_STATUS_HOST'],
  ]);
  expect(tried).toHaveLength(5);
});

test('127.0.0.1 is an address on one machine, and a mistake with several', async () => {
  const at = (instance: string, host: string) =>
    member(instance, { adminUrl: 'http://127.0.0.1:9100', addresses: ['ws://[::1]:7001'], checkup: { host } });
  expect(await findBad([at('gate-0', 'a'), at('gate-1', 'a')])).toEqual([]);
  const found = await findBad([at('gate-0', 'a'), at('gate-1', 'b')]);
  expect(found.map(({ subject, text }) => `${subject}: ${text}`)).toEqual(
    ['gate-0', 'gate-1'].flatMap((name) => [
      `${name}: ws://[::1]:7001 (gate) leads other machines to themselves`,
      `${name}: http://127.0.0.1:9100 (admin port) leads other machines to themselves`,
    ]),
  );
});

test('a status that cannot tell clients where it is says what to set', async () => {
  const findings = await examine({ members: [], isCurrent: true, statusUrls: [], isUntold: true, services: [], probes: calm });
  expect(findings).toContainEqual(expect.objectContaining({ check: 'ports', isGood: false, subject: 'status' }));
  expect(findings.find(({ isGood }) => !isGood)?.remedy).toContain('IM_PUBLIC_STATUS_URL');
});

test('a loopback host is one that leads each machine to itself', () => {
  for (const host of ['localhost', '127.0.0.1', '127.8.0.1', '[::1]']) expect([host, isLoopback(host)]).toEqual([host, true]);
  for (const host of ['10.0.0.1', '128.0.0.1', 'localhost.example.org', '127.0.0.1.example.org', '[::2]', ''])
    expect([host, isLoopback(host)]).toEqual([host, false]);
});
