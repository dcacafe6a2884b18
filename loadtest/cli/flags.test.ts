import { expect, test } from 'vitest';
import { FlagError, parseFlags, parseJoinFlags } from './flags.ts';

test('the defaults are 5000 clients, 2000 messages per second and 20 seconds on the embedded services', () => {
  expect(parseFlags([])).toMatchObject({ clients: 5000, rate: 2000, seconds: 20, transport: 'ws', target: { kind: 'embedded' } });
});

test('a scenario has its own default rate, and flags that no other scenario accepts', () => {
  expect(parseFlags([])).toMatchObject({ scenario: 'chat' });
  expect(parseFlags(['--scenario', 'login-storm'])).toMatchObject({ scenario: 'login-storm', logIns: 300, rate: 500 });
  expect(parseFlags(['--scenario', 'login-storm', '--log-ins', '0', '--rate', '9'])).toMatchObject({ logIns: 0, rate: 9 });
  expect(parseFlags(['--scenario', 'resume-storm'])).toMatchObject({ rate: 500, cut: 'connections' });
  expect(parseFlags(['--scenario', 'resume-storm', '--cut', 'gates', '--target', 'stack'])).toMatchObject({ cut: 'gates' });
  for (const wrong of [
    ['--scenario', 'storm'],
    ['--log-ins', '5'],
    ['--scenario', 'resume-storm', '--log-ins', '5'],
    ['--scenario', 'login-storm', '--cut', 'gates', '--target', 'stack'],
    ['--scenario', 'resume-storm', '--cut', 'gates'],
    ['--scenario', 'resume-storm', '--cut', 'drain', '--target', 'stack'],
    ['--scenario', 'resume-storm', '--cut', 'cables'],
    ['--scenario', 'login-storm', '--target', 'localhost:1', '--accounts', 'f'],
  ])
    expect(mistakesOf(wrong), wrong.join(' ')).toHaveLength(1);
});

test('profiles and the search for the limit exclude what contradicts them', () => {
  expect(parseFlags([])).toMatchObject({ profile: 'constant', findLimit: false });
  expect(parseFlags(['--profile', 'soak'])).toMatchObject({ profile: 'soak', seconds: 3600 });
  expect(parseFlags(['--profile', 'steps', '--steps', '3'])).toMatchObject({ steps: 3, seconds: 20 });
  expect(parseFlags(['--find-limit'])).toMatchObject({ findLimit: true, seconds: 10 });
  for (const wrong of [
    ['--profile', 'folder'],
    ['--steps', '3'],
    ['--profile', 'steps', '--steps', '11'],
    ['--find-limit', '--profile', 'ramp'],
    ['--find-limit', '--scenario', 'resume-storm'],
    ['--find-limit', '--rate', '0'],
    ['--find-limit', '--target', 'stack', '--kill', 'gate@1s'],
  ])
    expect(mistakesOf(wrong), wrong.join(' ')).toHaveLength(1);
});

test('faults name a process of the stack and a moment of the measured part', () => {
  const stack = ['--target', 'stack', '--logic', '2'];
  const flags = parseFlags([
    ...stack,
    '--kill',
    'logic-1@2.5s',
    '--kill',
    'gate@3',
    '--freeze',
    'kafka@1s',
    '--restart',
    'auth@4s',
  ]);
  expect(flags).toMatchObject({
    faults: [
      { kind: 'kill', process: 'logic-1', atSeconds: 2.5 },
      { kind: 'kill', process: 'gate', atSeconds: 3 },
      { kind: 'freeze', process: 'kafka', atSeconds: 1 },
      { kind: 'restart', process: 'auth', atSeconds: 4 },
    ],
  });
  expect(mistakesOf(['--kill', 'logic@2s'])).toEqual(['--kill needs --target stack, whose processes may be killed']);
  expect(mistakesOf([...stack, '--kill', 'logic'])).toEqual([expect.stringContaining('like logic@10s')]);
  expect(mistakesOf([...stack, '--restart', 'logic-2@1s'])).toEqual([
    expect.stringContaining('the stack has gate-0, auth-0, logic-0'),
  ]);
  expect(mistakesOf([...stack, '--kill', 'zookeeper@1s'])).toHaveLength(1);
  expect(mistakesOf([...stack, '--kill', 'logic@20s'])).toEqual([expect.stringContaining('ends after the --seconds 20')]);
  expect(mistakesOf([...stack, '--freeze', 'logic@10s'])).toHaveLength(1);
});

test('conditions that no result can meet are mistakes of the command line', () => {
  expect(parseFlags(['--fail-if', 'deliveryP99>100'])).toMatchObject({ failIf: [{ metric: 'deliveryP99', limit: 100 }] });
  expect(mistakesOf(['--fail-if', 'deliveryP98>100,lost'])).toHaveLength(2);
});

test('--frequency counts messages per client', () => {
  expect(parseFlags(['--clients', '200', '--frequency', '0.5'])).toMatchObject({ rate: 100 });
});

test('all mistakes are reported at once', () => {
  const argv = ['--clients', '5', '--seconds', 'x', '--transport', 'udp', '--rate', '1', '--frequency', '1'];
  expect(mistakesOf(argv)).toHaveLength(4);
});

test('an unknown flag is a mistake', () => {
  expect(mistakesOf(['--client', '5'])).toHaveLength(1);
});

test('a target that is not this machine needs --yes', () => {
  const remote = ['--target', 'chat.example.org:7000', '--accounts', 'file'];
  expect(mistakesOf(remote)).toEqual([expect.stringContaining('chat.example.org is not this machine: add --yes')]);
  expect(parseFlags([...remote, '--yes'])).toMatchObject({ target: { urls: ['ws://chat.example.org:7000'] } });
  for (const host of ['localhost', '127.0.0.2', '[::1]', 'chat.localhost', 'gate.test'])
    expect(mistakesOf(['--target', `${host}:1`, '--accounts', 'f'])).toEqual([]);
  for (const host of ['127.0.0.1.example.org', '10.0.0.1', 'localhost.example', 'test'])
    expect(mistakesOf(['--target', `${host}:1`, '--accounts', 'f']), host).toHaveLength(1);
  expect(mistakesOf(['--status', 'https://chat.example.org', '--accounts', 'f'])).toHaveLength(1);
});

test('a target is one gate, several gates, or what a status names', () => {
  const parse = (...argv: string[]) => parseFlags([...argv, '--accounts', 'f']);
  expect(parse('--target', '127.0.0.1:7000,localhost:7002', '--transport', 'tcp')).toMatchObject({
    target: { kind: 'address', urls: ['tcp://127.0.0.1:7000', 'tcp://localhost:7002'] },
    transport: 'tcp',
  });
  expect(parse('--target', 'wss://gate.test/chat,wss://b.test')).toMatchObject({
    target: { urls: ['wss://gate.test/chat', 'wss://b.test'], statusUrl: undefined },
    transport: 'wss',
  });
  expect(parse('--status', 'http://127.0.0.1:7003', '--transport', 'tls')).toMatchObject({
    target: { kind: 'address', urls: [], statusUrl: 'http://127.0.0.1:7003' },
    transport: 'tls',
  });
});

test('flags about the target that contradict each other are one mistake each', () => {
  for (const wrong of [
    ['--target', '127.0.0.1:7000'],
    ['--target', 'localhost', '--accounts', 'f'],
    ['--target', 'http://localhost:1', '--accounts', 'f'],
    ['--target', 'ws://localhost:1,tcp://localhost:2', '--accounts', 'f'],
    ['--target', 'tls://localhost:1', '--transport', 'ws', '--accounts', 'f'],
    ['--target', 'stack', '--status', 'http://localhost:1'],
    ['--target', 'stack', '--transport', 'wss'],
    ['--status', 'localhost:1', '--accounts', 'f'],
    ['--target', 'wss://localhost:1', '--scenario', 'hostile', '--accounts', 'f'],
  ])
    expect(mistakesOf(wrong), wrong.join(' ')).toHaveLength(1);
});

test('a flag without an effect is a mistake, in one sentence', () => {
  const wrong: [argv: string[], sentence: string][] = [
    [['--gates', '2'], '--gates belongs to --target stack, not to embedded'],
    [['--logic', '2', '--target', '127.0.0.1:1', '--accounts', 'f'], '--logic belongs to --target stack, not to 127.0.0.1:1'],
    [['--accounts', 'f'], '--accounts belongs to gates that run already: embedded has its own'],
    [['--cpu-profiles', 'f', '--target', '127.0.0.1:1', '--accounts', 'f'], '--cpu-profiles are written by services'],
    [['--rate', '0'], '--rate 0 sends nothing: that is --scenario idle'],
    [['--text-bytes', '9000'], '--text-bytes 9000 is above 8192: add --set IM_MAX_TEXT_BYTES=9000'],
    [['--json', 'a/../x', '--csv', 'x'], '--csv x is written by another flag too: take two files'],
    [['--rate', '1000000', '--seconds', '100'], 'a run counts 50 million messages at most, not 105: lower --rate or --seconds'],
    [['--record', '../x'], '--record takes a name of letters'],
  ];
  for (const [argv, sentence] of wrong) expect(mistakesOf(argv), argv.join(' ')).toEqual([expect.stringContaining(sentence)]);
  expect(mistakesOf(['--text-bytes', '9000', '--set', 'IM_MAX_TEXT_BYTES=9000'])).toEqual([]);
  expect(mistakesOf(['--scenario', 'sync', '--rate', '0'])).toEqual([]);
  expect(mistakesOf(['--target', 'rival:socketio', '--gates', '2'])).toHaveLength(1);
});

test('the flags of several generators need each other', () => {
  const coordinator = ['--coordinator', '7900', '--generators', '3', '--secret-file', 's'];
  expect(parseFlags([...coordinator, '--clients', '12', '--workers', '2'])).toMatchObject({
    workers: 6,
    coordinator: { host: '127.0.0.1', port: 7900, generators: 3, secretFile: 's' },
  });
  expect(mistakesOf([...coordinator, '--clients', '8'])).toEqual([expect.stringContaining('divisible into pairs')]);
  expect(mistakesOf([...coordinator, '--clients', '12', '--fates', 'f'])).toHaveLength(1);
  expect(mistakesOf(['--coordinator', '7900', '--clients', '12'])).toHaveLength(2);
  expect(mistakesOf(['--generators', '2'])).toEqual(['--generators needs a --coordinator PORT that they join']);
  expect(mistakesOf(['--secret-file', 's'])).toHaveLength(1);
  expect(mistakesOf(['--coordinator', 'x', '--generators', '2', '--secret-file', 's'])).toHaveLength(1);
});

test('a generator that joins gets everything from its coordinator', () => {
  expect(parseJoinFlags(['--join', '10.0.0.1:7900', '--secret-file', 's'])).toEqual({
    host: '10.0.0.1',
    port: 7900,
    secretFile: 's',
  });
  expect(parseJoinFlags(['--rate', '1'])).toBeUndefined();
  expect(() => parseJoinFlags(['--join', '1.2.3.4:5', '--secret-file', 's', '--rate', '1'])).toThrow(
    '--rate is for the coordinator',
  );
  expect(() => parseJoinFlags(['--join', '1.2.3.4:5'])).toThrow('--join needs --secret-file FILE');
  expect(() => parseJoinFlags(['--join', 'nowhere', '--secret-file', 's'])).toThrow('--join takes HOST:PORT, not nowhere');
});

function mistakesOf(argv: readonly string[]): readonly string[] {
  try {
    parseFlags(argv);
    return [];
  } catch (error) {
    if (error instanceof FlagError) return error.mistakes;
    throw error;
  }
}
