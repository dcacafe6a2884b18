// Executes the steps of add-a-service.md: a new service behind an unchanged gate.
import { DatabaseSync } from 'node:sqlite';
import protobuf from 'protobufjs';
import { afterEach, expect, test } from 'vitest';
import { openTransport } from '../../client/sdk/node/transport.ts';
import { startGate } from '../../gate/server.ts';
import { MemoryAllowances } from '../../infra/memory/allowances.ts';
import { noMetrics } from '../../infra/memory/no-metrics.ts';
import { memoryRoutes } from '../../infra/memory/routes.ts';
import { PackReader } from '../../infra/messaging/pack-reader.ts';
import { publisher } from '../../infra/messaging/publisher.ts';
import { topicSpecs } from '../../infra/messaging/topics.ts';
import type { Batches, Bus, Command, Log } from '../../infra/ports/index.ts';
import { generateSealKeys, sealer } from '../../infra/process/seal.ts';
import { type RunningService, serve } from '../../infra/service/runtime.ts';
import { sqliteBatches } from '../../infra/sqlite/batches.ts';
import { sqliteBus } from '../../infra/sqlite/bus.ts';
import { openSqliteStore } from '../../infra/sqlite/store.ts';
import { testGatePacks, testServicePacks } from '../../infra/testing/test-packs.ts';
import { logicHandlers } from '../../logic/handlers.ts';
import { logicStore } from '../../logic/store/logic-store.ts';
import { ImError } from '../../proto/errors.ts';
import { newId } from '../../proto/ids.ts';
import { allServices, im, rpcsByNumber, topicNames } from '../../proto/rpc.ts';

// Step 1, the contract. In the project it is proto/weather.proto and `npm run proto`.
const Weather = protobuf
  .parse(`
    syntax = "proto3"; package weather;
    service Weather {
      rpc Forecast(ForecastRequest) returns (ForecastReply) {
        option (number) = 901; option (access) = PUBLIC; option (reads) = true;
      }
      rpc Secret(ForecastRequest) returns (ForecastReply) { option (number) = 902; option (access) = INTERNAL; }
    }
    message ForecastRequest { string city = 1; }
    message ForecastReply { string text = 1; }
  `)
  .root.lookupService('weather.Weather');

// Step 2, the handlers. In the project they are in weather/handlers.ts, and `npm run check` names missing ones.
const weatherHandlers = {
  forecast: (request: { city: string }, { caller }: Command<Record<never, never>>) => {
    if (request.city === '') throw new ImError('BAD_ARGUMENT', 'name a city');
    return { text: `rain in ${request.city}, ${caller.userId || 'stranger'}` };
  },
  secret: () => ({ text: 'nobody hears this' }),
};

const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start(services: ('Weather' | 'Logic')[]): Promise<string> {
  const topics = topicNames(1);
  const database = new DatabaseSync(':memory:');
  stops.push(() => database.close());
  const store = openSqliteStore(':memory:');
  stops.push(() => store.close());
  const bus = sqliteBus({ database });
  stops.push(() => bus.close());
  const all = [...allServices(), Weather];
  await bus.ensureTopics(topicSpecs(topics, all, { command: 4, gate: 1 }));
  const routes = memoryRoutes();
  const packs = testServicePacks(topics);

  // Step 3, the process: one call of `serve` per service, alone in its process or together with others.
  const run = async <Stored>(service: object, handlers: object, batches: Batches<Stored>): Promise<RunningService> => {
    const instance = newId();
    const onFatal = (error: Error): void => {
      throw error;
    };
    const own = { service, handlers, batches, instance, onFatal, lostCommands: 'pause' as const };
    return serve({
      bus,
      packs,
      publisher: publisher(bus, { instance, signer: packs.signer }),
      routes,
      log,
      topics,
      gatePartitions: 1,
      ...own,
    });
  };
  for (const service of services) {
    const serving =
      service === 'Weather'
        ? await run(
            Weather,
            weatherHandlers,
            sqliteBatches(store, () => ({})),
          )
        : await run(
            im.Logic,
            logicHandlers({ maxTextBytes: 1000, maxGroupMembers: 2000, whoMayWrite: 'anyone' }),
            sqliteBatches(store, logicStore),
          );
    stops.push(() => serving.close());
  }
  return await gateOn(bus, all);
}

/** An unchanged gate. It gets only the list of the contract's services. */
async function gateOn(bus: Bus, services: readonly object[]): Promise<string> {
  const packs = testGatePacks();
  const instance = `gate.${packs.publicKey}`;
  const topics = topicNames(1);
  const gate = await startGate({
    bus,
    publisher: publisher(bus, { instance, signer: packs.signer }),
    reader: new PackReader({ topic: topics.gate, verifier: packs.verifier, log }),
    routes: memoryRoutes(),
    sealer: sealer(generateSealKeys().publicKey),
    log,
    topics,
    rpcs: rpcsByNumber(services),
    commandPartitions: 4,
    instance,
    slot: 0,
    host: '127.0.0.1',
    tcpPort: 0,
    wsPort: 0,
    newAllowances: (rate) => new MemoryAllowances(rate),
    limits: {
      maxConnections: 10,
      maxFrameBytes: 65_536,
      maxOutgoingBytes: 1 << 20,
      maxUnsentBytes: 1 << 28,
      maxPendingCommands: 10,
      maxCommandsPerSecond: 100,
      maxQueuedBytes: 1 << 20,
      maxCommandsInFlight: 100,
      maxConnectionsPerIp: 100,
      maxHandshakesPerIp: 100,
      maxBytesPerSecond: 1_000_000,
      heartbeatIntervalMs: 30_000,
      idleTimeoutMs: 75_000,
      logInTimeoutMs: 15_000,
      commandTimeoutMs: 1000,
    },
    metrics: noMetrics,
    timings: { stopWaitMs: 0 },
  });
  stops.push(() => gate.stop());
  return `tcp://127.0.0.1:${gate.tcp.port}`;
}

/** Sends one command over a connection of its own and resolves with the reply. */
async function ask(url: string, rpc: number, payload: Uint8Array): Promise<im.Frame> {
  const { promise, resolve, reject } = Promise.withResolvers<im.Frame>();
  const transport = openTransport(url, {
    onOpen: () => transport.send(im.Frame.encode({ kind: im.Frame.Kind.COMMAND, rpc, requestId: 1, payload }).finish()),
    onFrame: (bytes) => {
      const frame = im.Frame.decode(bytes) as im.Frame;
      if (frame.kind === im.Frame.Kind.REPLY) resolve(frame);
    },
    onClosed: () => reject(new Error('the gate closed the connection')),
  });
  try {
    return await promise;
  } finally {
    transport.close();
  }
}

const { request, reply } = [...rpcsByNumber([Weather]).values()][0] ?? { request: undefined, reply: undefined };
const city = (name: string): Uint8Array => request?.encode({ city: name }).finish() ?? new Uint8Array();
const codeOf = (frame: im.Frame): string | undefined => im.Code[frame.failure?.code ?? 0];

test.each([[['Weather'] as const], [['Weather', 'Logic'] as const]])(
  'a new service answers through an unchanged gate, run as %j',
  async (services) => {
    const url = await start([...services]);
    expect(reply?.decode((await ask(url, 901, city('Bergen'))).payload)).toMatchObject({ text: 'rain in Bergen, stranger' });
    expect(codeOf(await ask(url, 901, city('')))).toBe('BAD_ARGUMENT');
    expect(codeOf(await ask(url, 902, city('Bergen')))).toBe('FORBIDDEN');
    expect(codeOf(await ask(url, 903, city('Bergen')))).toBe('UNKNOWN_ROUTE');
  },
);

test('while no instance of the new service runs, its commands are answered with UNAVAILABLE', async () => {
  const url = await start(['Logic']);
  expect(codeOf(await ask(url, 901, city('Bergen')))).toBe('UNAVAILABLE');
});
