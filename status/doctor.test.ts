import { expect, test } from 'vitest';
import { im } from '../proto/rpc.ts';
import { examine } from './doctor.ts';
import type { Member } from './members.ts';
import type { Finding, ServerProbes, TopicState } from './ports.ts';

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

const calm: ServerProbes = { listTopics: async () => [], listServers: async () => [], reach: async () => undefined };

/** What is wrong. */
async function findBad(members: readonly Member[], probes: Partial<ServerProbes> = {}, isCurrent = true): Promise<Finding[]> {
  const findings = await examine({ members, isCurrent, probes: { ...calm, ...probes } });
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
  expect(await examine({ members, isCurrent: true, probes: calm })).toContainEqual({
    check: 'ports',
    isGood: true,
    subject: '',
    text: '1 addresses of gates answer',
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
      text: 'instances have different values: gate-0 have x; logic-0, logic-1 have y',
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

test.each<[Partial<TopicState>, string, string]>([
  [{ partitions: 0, replicas: 0 }, 'does not exist', 'restart any service'],
  [{ partitions: 4 }, 'has 4 partitions and the settings say 8', 'restore the setting'],
  [{ partitions: 12 }, 'nobody reads the others', 'IM_TOPIC_GENERATION'],
  [{ replicas: 1, wantedReplicas: 3 }, 'has 1 replicas and IM_KAFKA_REPLICATION says 3', 'reassign'],
])('a wrong topic is found: %o', async (state, text, remedy) => {
  const topic = { name: 'im.logic.1', partitions: 8, wantedPartitions: 8, replicas: 1, wantedReplicas: 1, ...state };
  const [finding] = await findBad([], { listTopics: async () => [topic] });
  expect(finding).toMatchObject({
    check: 'topics',
    subject: 'im.logic.1',
    text: expect.stringContaining(text),
    remedy: expect.stringContaining(remedy),
  });
});

test('a server that is away, a gate that clients cannot reach, and reports that do not come are found', async () => {
  const gate = member('gate-0', { role: 'gate', addresses: ['tcp://192.0.2.1:7000'] });
  const down = { name: 'MySQL', version: '', mistake: 'does not answer', remedy: 'start it' };
  const found = await findBad([gate], { listServers: async () => [down], reach: async () => 'ECONNREFUSED' }, false);
  expect(found.map(({ check }) => check)).toEqual(['reports', 'ports', 'servers']);
});
