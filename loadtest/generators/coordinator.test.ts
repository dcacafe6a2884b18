import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { NothingMeasured } from '../cli/exit.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { LoadPlan, LoadResult } from '../driver/load-driver.ts';
import { Histogram, mergeHistograms } from '../ledger/histogram.ts';
import { Channel } from './channel.ts';
import { Coordinator } from './coordinator.ts';
import { joinCoordinator } from './join.ts';
import type { CoordinatorMessage, GeneratorMessage } from './messages.ts';

const SECRET = 'a secret of some length';
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function listen(generators: number) {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const coordinator = await Coordinator.listen({ host: '127.0.0.1', port: 0, generators, workers: 2, secret: SECRET, print });
  stops.push(() => coordinator.close());
  return { coordinator, lines };
}

function ended(ackMs: number): LoadResult {
  const ack = new Histogram();
  ack.record(ackMs);
  return { ack, generator: { name: 'load process 1', cpuPercent: 1, loopDelayMs: 0 } } as unknown as LoadResult;
}

/** A generator whose clients are all connected at once, and which finishes at once. */
async function fakeGenerator(port: number, ackMs: readonly number[]) {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  const channel = await Channel.open<CoordinatorMessage, GeneratorMessage>(socket, 'generator', SECRET);
  const received: CoordinatorMessage[] = [];
  channel.listen(
    (message) => {
      if (message.do === 'ping') channel.send({ is: 'pong', number: message.number });
      else received.push(message);
      if (message.do === 'connect')
        channel.send({ is: 'connected', result: { bound: message.plans.length, seconds: 1, incidents: [] } });
      if (message.do !== 'run') return;
      channel.send({ is: 'measuring' });
      channel.send({ is: 'sent' });
      channel.send({ is: 'results', results: ackMs.map(ended) });
    },
    () => undefined,
  );
  channel.send({ is: 'ready' });
  stops.push(() => channel.close());
  return { received, channel, socket };
}

test('each generator gets its share of the plans and the start of the run, and the histograms are merged', async () => {
  const { coordinator } = await listen(2);
  const fakes = [await fakeGenerator(coordinator.port, [1, 2]), await fakeGenerator(coordinator.port, [3, 400])];
  await coordinator.waitForGenerators();
  const workers = await coordinator.startWorkers(4);
  const plans = ['a', 'b', 'c', 'd'].map((text) => ({ fatesFile: text }) as unknown as LoadPlan);
  expect(await workers.connect(plans)).toMatchObject({ bound: 4 });
  const phases: string[] = [];
  const results = await workers.run(
    performance.timeOrigin + performance.now() - 40,
    () => phases.push('measuring'),
    () => phases.push('sent'),
  );
  expect(phases).toEqual(['measuring', 'sent']);
  // The quantiles of all samples, not the mean of two quantiles.
  expect(mergeHistograms(results.map(({ ack }) => ack))).toMatchObject({ p50: expect.closeTo(2, 1), max: 400 });
  expect(results[3]?.generator?.name).toMatch(/^.*127\.0\.0\.1:\d+, load process 1$/);
  const names = fakes.map(({ received }) => received.flatMap((message) => (message.do === 'connect' ? message.plans : [])));
  expect(names.map((share) => share.map(({ fatesFile }) => fatesFile)).sort()).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  for (const { received } of fakes) {
    const run = received.find((message) => message.do === 'run');
    // No clock of another machine: only how long ago the run has begun, and when to send.
    expect(run).toEqual({ do: 'run', agoMs: expect.any(Number), leadMs: 1_000 });
    expect(run?.agoMs).toBeGreaterThanOrEqual(40);
  }
});

test('a generator that dies ends the run in a sentence', async () => {
  const { coordinator } = await listen(2);
  await fakeGenerator(coordinator.port, [1]);
  const { socket } = await fakeGenerator(coordinator.port, [1]);
  await coordinator.waitForGenerators();
  const workers = await coordinator.startWorkers(4);
  socket.destroy();
  const connecting = workers.connect([]);
  await expect(connecting).rejects.toThrow(NothingMeasured);
  await expect(connecting).rejects.toThrow(/^generator .*127\.0\.0\.1:\d+ is lost, with all that it has counted: /);
});

test('a generator with another secret, and one too many, are refused in a sentence; a stranger does not get in', async () => {
  const { coordinator, lines } = await listen(1);
  const { port } = coordinator;
  const join = (secret: string) => joinCoordinator({ host: '127.0.0.1', port, secret, print: () => undefined });
  await expect(join('another secret')).rejects.toThrow(/its secret is another one: copy the file of --secret-file/);
  await expect(join('another secret')).rejects.toThrow(UsageError);
  const stranger = connect({ host: '127.0.0.1', port });
  stranger.on('error', () => undefined).resume();
  stranger.write('GET / HTTP/1.1\r\n\r\n');
  await once(stranger, 'close');
  await expect.poll(() => lines.filter((line) => line.includes('is no generator')), { timeout: 20_000 }).toHaveLength(3);
  await fakeGenerator(port, [1]);
  await coordinator.waitForGenerators();
  await expect(join(SECRET)).rejects.toThrow('the coordinator ends: all 1 generators are there already');
  coordinator.close();
  await expect(join(SECRET)).rejects.toThrow(/no coordinator at 127\.0\.0\.1/);
});

test('a coordinator that does not know the secret gets nothing from a generator', async () => {
  const { createServer } = await import('node:net');
  const server = createServer((socket) => {
    void Channel.open(socket, 'coordinator', 'what the thief guesses').catch(() => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => server.close());
  const { port } = server.address() as { port: number };
  await expect(joinCoordinator({ host: '127.0.0.1', port, secret: SECRET, print: () => undefined })).rejects.toThrow(UsageError);
});

test('a port that is taken is a mistake in a sentence', async () => {
  const { coordinator } = await listen(1);
  const options = {
    host: '127.0.0.1',
    port: coordinator.port,
    generators: 1,
    workers: 1,
    secret: SECRET,
    print: () => undefined,
  };
  await expect(Coordinator.listen(options)).rejects.toThrow(/^--coordinator cannot listen at 127\.0\.0\.1:\d+: /);
});
