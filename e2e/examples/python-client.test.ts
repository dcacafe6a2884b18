// The client of examples/python/client.py, on the package protobuf of PyPI: under the conformance kit, and with a real gate.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import type protobuf from 'protobufjs/light.js';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { anyMessage } from '../../gate/testing/any-message.ts';
import { messageToJson } from '../../gate/transport/json/messages.ts';
import { allServices, im, rpcsByNumber } from '../../proto/rpc.ts';
import { formatReport, judge } from '../../tools/conformance/report.ts';
import { runAll } from '../../tools/conformance/run-all.ts';
import { PYTHON } from '../docs/testing/python.ts';
import { embeddedServerFixture } from '../testing/embedded-server-fixture.ts';

const SOON = { timeout: 60_000 };
const EXAMPLES = join(import.meta.dirname, '../../examples/python');
const PROGRAM = join(EXAMPLES, 'conformance.py');
const folder = mkdtempSync(join(tmpdir(), 'im-python-'));
const python = installPackages();
const server = embeddedServerFixture();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A Python of its own with what requirements.txt names. Undefined where it cannot be had: an error in CI. */
function installPackages(): string | undefined {
  const own = join(folder, 'venv/bin/python');
  const options = { encoding: 'utf8', timeout: 300_000 } as const;
  const steps = [
    [PYTHON ?? 'python3', '-m', 'venv', join(folder, 'venv')],
    [own, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', join(EXAMPLES, 'requirements.txt')],
  ];
  // The classes are made in the folder of the test.
  process.env.IM_PROTO_PYTHON = join(folder, 'protos');
  process.env.PYTHONDONTWRITEBYTECODE = '1';
  steps.push([own, join(EXAMPLES, 'protos.py')]);
  for (const [command = '', ...args] of steps) {
    const { status, stderr } = spawnSync(command, args, options);
    if (status === 0) continue;
    if (process.env.REQUIRE_REAL === '1') throw new Error(`${[command, ...args].join(' ')}: ${stderr}`);
    process.stderr.write(`the tests of examples/python/client.py are skipped: ${stderr}\n`);
    return undefined;
  }
  return own;
}

/** A TCP relay to the server whose connections can be cut. */
async function startRelay(): Promise<{ readonly url: string; cut(): void }> {
  const sockets = new Set<Socket>();
  const relay = createServer((client) => {
    const { hostname, port } = new URL(server.tcp);
    const gate = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, gate],
      [gate, client],
    ] as const) {
      sockets.add(one.on('error', () => other.destroy()).on('close', () => other.destroy()));
      one.pipe(other);
    }
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  onTestFinished(() => {
    cut();
    relay.close();
  });
  return { url: `tcp://127.0.0.1:${(relay.address() as AddressInfo).port}`, cut };
}

interface PythonUser {
  readonly process: ChildProcess;
  readonly events: Record<string, unknown>[];
  instruct(instruction: object): void;
  textsOf(event: string): unknown[];
}

function startUser(name: string, gate: string): PythonUser {
  const program = spawn(python ?? '', [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void program.kill('SIGKILL'));
  const events: Record<string, unknown>[] = [];
  createInterface(program.stdout).on('line', (line) => events.push(JSON.parse(line)));
  const instruct = (instruction: object): void => void program.stdin.write(`${JSON.stringify(instruction)}\n`);
  instruct({ do: 'connect', gate, name, password: 'correct horse', registers: true });
  const textsOf = (event: string): unknown[] => events.filter((one) => one.event === event).map(({ text }) => text);
  return { process: program, events, instruct, textsOf };
}

test.skipIf(!python)(
  'JSON of the gate is what the package protobuf writes and reads, for every message',
  () => {
    const types = [...rpcsByNumber(allServices()).values()]
      .filter(({ access, service }) => access !== 'INTERNAL' && (service === 'Auth' || service === 'Logic'))
      .flatMap(({ request, reply }) => [request, reply])
      .concat(im.Push)
      .map((type) => type as unknown as protobuf.Type);
    const lines = types.flatMap((type) =>
      fc.sample(anyMessage(type), { numRuns: 4, seed: 3 }).map((message) => {
        const bytes = type.encode(message).finish();
        const json = messageToJson(type, type.decode(bytes));
        return JSON.stringify({ type: type.name, bytes: Buffer.from(bytes).toString('base64'), json });
      }),
    );
    const program = join(import.meta.dirname, 'testing/check_json.py');
    const run = spawnSync(python ?? '', [program], { input: lines.join('\n'), encoding: 'utf8', timeout: 60_000 });
    expect({ stderr: run.stderr, output: run.stdout }).toEqual({ stderr: '', output: `${lines.length} are the same\n` });
  },
  120_000,
);

test.skipIf(!python)(
  'the Python client keeps every rule',
  async () => {
    const results = judge(await runAll(`${python} ${PROGRAM}`, () => undefined));
    expect(formatReport(results.filter(({ isKept }) => !isKept))).toBe('\n0 of 0 rules are kept\n');
  },
  600_000,
);

test.skipIf(!python)(
  'two Python clients log in at a gate, send, receive, resume after cuts, and sync what they have missed',
  async () => {
    const relay = await startRelay();
    const [ann, ben] = [startUser('ann', relay.url), startUser('ben', relay.url)];
    const userIdOf = ({ events }: PythonUser): unknown => events.find(({ event }) => event === 'loggedIn')?.userId;
    for (const user of [ann, ben]) await expect.poll(() => userIdOf(user), SOON).toBeDefined();
    const to = userIdOf(ben);
    const texts: string[] = [];
    for (let round = 1; round <= 3; round += 1) {
      if (round > 1) relay.cut();
      for (const part of ['a', 'b', 'c']) {
        texts.push(`${round}${part} 你好`);
        ann.instruct({ do: 'send', to, text: texts.at(-1) });
      }
      await expect.poll(() => ben.textsOf('message').length, SOON).toBe(3 * round);
    }
    expect(ben.textsOf('message')).toEqual(texts);
    await expect.poll(() => ann.textsOf('sent'), SOON).toEqual(texts);

    // A second run of the program knows nothing, and syncs all of it.
    const again = startUser('ben', relay.url);
    await expect.poll(() => again.textsOf('message'), SOON).toEqual(texts);
    ann.instruct({ do: 'send', to: 'nobody', text: 'lost' });
    await expect.poll(() => ann.textsOf('failed'), SOON).toEqual(['lost']);
    ann.instruct({ do: 'quit' });
    const [code] = await once(ann.process, 'exit');
    expect(code).toBe(0);
  },
  180_000,
);
