// Fixture for tests of the service runtime: services on an in-memory bus, a fake gate that sends commands and collects what is
// published, and a store to read from.
import { publisher } from '../../../infra/messaging/publisher.ts';
import { openRpcClient, type RpcClient } from '../../../infra/messaging/rpc-client.ts';
import { topicSpecs } from '../../../infra/messaging/topics.ts';
import type {
  Admission,
  Batches,
  Bus,
  Opener,
  PackKeys,
  Publisher,
  Route,
  Sealer,
  UserRates,
} from '../../../infra/ports/index.ts';
import { type RunningService, type ServeOptions, serve } from '../../../infra/service/runtime.ts';
import { inMemoryBus } from '../../../infra/sqlite/testing/in-memory-bus.ts';
import { packHeldFor } from '../../../infra/testing/held-pack.ts';
import { signedPack, testGateSigner, testServicePacks } from '../../../infra/testing/test-packs.ts';
import { directConversationId, newId } from '../../../proto/ids.ts';
import { partitionOf } from '../../../proto/partition.ts';
import { allServices, im, rpcsByNumber, topicNames } from '../../../proto/rpc.ts';
import { logicHandlers } from '../../handlers.ts';
import type { LogicStore } from '../../ports/index.ts';
import type { LogicSettings } from '../../settings.ts';
import { readMessages } from '../../store/testing/store-fixture.ts';
import { collectPublished, type Published } from './collect-published.ts';
import { FIXTURE_PARTITIONS, Fixture, fixtureHandlers } from './fixture-service.ts';
import { type TestLog, type TestRoutes, testLog, testRoutes } from './test-doubles.ts';

const GATE = 'gate.test';

const allRpcs = rpcsByNumber([Fixture, ...allServices()]);

/** The store under test, with accounts to message. */
export interface TestStore {
  readonly batches: Batches<LogicStore>;
  /** The connection of one more instance: concurrent instances share none. */
  connect(): Batches<LogicStore>;
  addUser(userId: string): Promise<void>;
  /** Deletes the account. */
  removeUser(userId: string): Promise<void>;
  close(): Promise<void> | void;
}

export interface RuntimeFixture extends Pick<Published, 'pushed' | 'deadLetters' | 'domainEvents'> {
  readonly bus: Bus;
  /** Of the gate. */
  readonly publisher: Publisher;
  /** Of the services. */
  readonly packs: PackKeys;
  readonly log: TestLog;
  readonly routes: TestRoutes;
  readonly topics: ReturnType<typeof topicNames>;
  readonly alice: string;
  readonly bob: string;
  /** Starts an instance of Logic or of the fixture service, which is closed with the fixture. */
  start(service: 'Logic' | 'Fixture', options?: RuntimeStartOptions): Promise<RunningService>;
  /** Sends a command as a gate does, or as a service if it is internal. Resolves with its first reply. */
  ask(rpc: string, request: object, options?: AskCommandOptions): Promise<im.Envelope>;
  /** As `ask`, without waiting for the reply. Returns the request id. */
  send(rpc: string, request: object, options?: AskCommandOptions): number;
  replies(requestId: number): im.Envelope[];
  /** An RPC client as another service has one; with `sealer` it can call sealed rpcs. */
  rpcClient(sealer?: Sealer): Promise<RpcClient>;
  history(one: string, other: string): Promise<{ seq: number; text: string }[]>;
  close(): Promise<void>;
}

export interface RuntimeStartOptions {
  readonly batches?: Batches<LogicStore>;
  readonly afterCommit?: () => Promise<void>;
  readonly rpcClient?: RpcClient;
  readonly opener?: Opener;
  readonly lostCommands?: 'pause' | 'skip';
  readonly onFatal?: (error: Error) => void;
  readonly bus?: Bus;
  readonly maxTextBytes?: number;
  readonly maxGroupMembers?: number;
  readonly whoMayWrite?: LogicSettings['whoMayWrite'];
  readonly admission?: Admission;
  readonly userRates?: UserRates;
  readonly echoes?: ServeOptions<LogicStore>['echoes'];
  /** Publishes the domain events. */
  readonly domainEventPublisher?: Publisher;
  /** Serves without domain events. */
  readonly withoutDomainEvents?: boolean;
}

export interface AskCommandOptions {
  readonly userId?: string;
  readonly connection?: number;
  readonly timeoutMs?: number;
  /** How long the gate has held the command, and how far its clock is ahead. */
  readonly heldMs?: number;
  readonly clockAheadMs?: number;
  readonly payload?: Uint8Array;
  readonly clientIp?: string;
}

export async function runtimeFixture(store: TestStore): Promise<RuntimeFixture> {
  const bus = inMemoryBus();
  const topics = topicNames(1);
  await bus.ensureTopics(topicSpecs(topics, [...allServices(), Fixture], { command: FIXTURE_PARTITIONS, gate: 1 }));
  const [alice, bob] = [newId(), newId()];
  await store.addUser(alice);
  await store.addUser(bob);
  const routes = testRoutes();
  routes.entries.set(alice, [routeAt(1)]);
  routes.entries.set(bob, [routeAt(2)]);
  const log = testLog();
  const packs = testServicePacks(topics);
  const gatePublisher = publisher(bus, { instance: GATE, signer: testGateSigner });
  const servicePublisher = publisher(bus, { instance: newId(), signer: packs.signer });
  const services: RunningService[] = [];
  const clients: RpcClient[] = [];
  let lastRequest = 0;

  const { replies, pushed, deadLetters, domainEvents } = await collectPublished(bus, topics, GATE);

  const send: RuntimeFixture['send'] = (rpcName, request, options = {}) => {
    const rpc = [...allRpcs.values()].find((candidate) => candidate.name === rpcName);
    if (!rpc) throw new Error(`no rpc ${rpcName}`);
    const isInternal = rpc.access === 'INTERNAL';
    const [requestId, userId] = [++lastRequest, options.userId ?? alice];
    const envelope: im.Envelope.$Properties = {
      kind: im.Envelope.Kind.COMMAND,
      rpc: rpc.number,
      requestId,
      userId,
      sessionId: 'session',
      connection: options.connection ?? 1,
      replyTo: { topic: isInternal ? topics.call : topics.gate, partition: 0, instance: GATE },
      timeoutMs: options.timeoutMs ?? 60_000,
      acceptedAt: Date.now() + (options.clockAheadMs ?? 0),
      payload: options.payload ?? rpc.request.encode(request).finish(),
      clientIp: options.clientIp ?? '',
    };
    const at = { topic: topics.service(rpc.service), partition: partitionOf(userId, FIXTURE_PARTITIONS) };
    const sender = isInternal ? servicePublisher : gatePublisher;
    if (options.heldMs === undefined) sender.send(at.topic, at.partition, envelope);
    else void bus.publish([signedPack(at, packHeldFor(options.heldMs, envelope))]);
    return requestId;
  };

  return {
    bus,
    publisher: gatePublisher,
    packs,
    log,
    routes,
    topics,
    alice,
    bob,
    pushed,
    deadLetters,
    domainEvents,
    send,
    replies: (requestId) => replies.get(requestId) ?? [],
    ask: async (rpcName, request, options) => {
      const requestId = send(rpcName, request, options);
      return waitFor(() => replies.get(requestId)?.[0], `the reply to ${rpcName}`);
    },
    start: async (service, options = {}) => {
      const running = await serve<LogicStore>({
        bus: options.bus ?? bus,
        publisher: publisher(bus, { instance: newId(), signer: packs.signer }),
        packs,
        batches: options.batches ?? store.connect(),
        routes,
        log,
        topics,
        gatePartitions: 1,
        service: service === 'Logic' ? im.Logic : Fixture,
        handlers:
          service === 'Logic'
            ? logicHandlers({
                maxTextBytes: options.maxTextBytes ?? 1000,
                maxGroupMembers: options.maxGroupMembers ?? 2000,
                whoMayWrite: options.whoMayWrite ?? 'anyone',
              })
            : fixtureHandlers(options.rpcClient),
        instance: `${service}.${newId()}`,
        commandPartitions: FIXTURE_PARTITIONS,
        lostCommands: options.lostCommands ?? 'pause',
        ...(options.admission && { admission: options.admission }),
        ...(options.userRates && { userRates: options.userRates }),
        ...(options.echoes && { echoes: options.echoes }),
        ...(!options.withoutDomainEvents && {
          domainEvents: {
            partitions: FIXTURE_PARTITIONS,
            publisher: options.domainEventPublisher ?? publisher(bus, { instance: newId(), signer: packs.signer }),
          },
        }),
        onFatal: options.onFatal ?? ((error) => log.error({ err: error }, 'fatal')),
        ...(options.opener && { opener: options.opener }),
        ...(options.afterCommit && { afterCommit: options.afterCommit }),
      });
      services.push(running);
      return running;
    },
    rpcClient: async (sealer) => {
      const client = await openRpcClient({
        bus,
        publisher: servicePublisher,
        verifier: packs.verifier,
        log,
        topics,
        partitions: { command: FIXTURE_PARTITIONS, call: 1 },
        instance: `caller.${newId()}`,
        ...(sealer && { sealer }),
      });
      clients.push(client);
      return client;
    },
    history: async (one, other) => {
      const batch = store.batches.open('test', 'test', []);
      const found = await readMessages(batch.beginCommand().tx, one, directConversationId(one, other), 0, 10_000);
      await batch.rollback();
      return (found?.messages ?? []).map(({ seq, text }) => ({ seq, text }));
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await Promise.race([
        Promise.all(services.map((service) => service.close())),
        new Promise((resolve) => setTimeout(resolve, 2000)),
      ]);
      await bus.close();
      await store.close();
    },
  };
}

function routeAt(connection: number): Route {
  return { sessionId: `session-${connection}`, epoch: 1, address: { instance: GATE, slot: 0, connection } };
}

/** Polls until `value` is neither undefined nor false, at most 20 s. `what` completes "… did not come". */
export async function waitFor<T>(value: () => T | undefined | false, what: string): Promise<T> {
  const until = Date.now() + 20_000;
  for (;;) {
    const found = value();
    if (found !== undefined && found !== false) return found as T;
    if (Date.now() > until) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Decodes the reply to a SendMessage. */
export function decodeSendReply(envelope: im.Envelope): im.SendMessageReply {
  return im.SendMessageReply.decode(envelope.payload) as im.SendMessageReply;
}

/** The name of the code of a refusal. */
export function failureCode(envelope: im.Envelope): string | undefined {
  return im.Code[envelope.failure?.code ?? 0];
}
