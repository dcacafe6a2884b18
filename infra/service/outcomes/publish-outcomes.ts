// Publishes the outcomes of committed commands: writes the routes of log-ins, then sends replies, pushes, domain events,
// disconnects and commands to other services.
import { newId } from '../../../proto/ids.ts';
import { partitionOf } from '../../../proto/partition.ts';
import { im } from '../../../proto/rpc.ts';
import {
  type CounterMetric,
  currentTrace,
  type HistogramMetric,
  type Log,
  type Publisher,
  type Route,
  type Routes,
  startSpan,
  type TraceSpan,
  type UserRoute,
} from '../../ports/index.ts';
import type { TimedOutcome } from '../command-runner.ts';
import { type ServiceTopics, sendServiceCommand } from './service-commands.ts';

export interface OutcomePublishing {
  readonly publisher: Publisher;
  readonly routes: Routes;
  readonly gateTopic: string;
  readonly serviceCommands: ServiceTopics | undefined;
  /** Domain events have their own publisher, so that replies do not wait for them. */
  readonly domainEvents: { readonly topic: string; readonly partitions: number; readonly publisher: Publisher } | undefined;
  readonly log: Log;
  /** Counts what goes out; undefined = nobody looks. */
  readonly fanOut?: { readonly fanOutSeconds: HistogramMetric; readonly pushes: CounterMetric };
}

/** User id → the user's routes. A user is missing where the routes are unavailable. */
type RoutesByUser = ReadonlyMap<string, readonly Route[]>;

/**
 * Publishes outcomes in order. Resolves when replies, pushes and disconnects are durable; `domainEventsFlushed` resolves when
 * domain events are. Looks up the routes now, so that a push reaches a user who has reconnected. If routes are unavailable,
 * replies still go out, and receivers find the messages at their next sync.
 */
export async function publishOutcomes(
  options: OutcomePublishing,
  outcomes: readonly TimedOutcome[],
): Promise<{ domainEventsFlushed: Promise<void>; pushedConnections: number }> {
  const { publisher, domainEvents, fanOut } = options;
  const startedMs = performance.now();
  await writeRoutes(options, outcomes);
  const routes = await lookUpRoutes(options, outcomes);
  let pushedConnections = 0;
  const spans: [TraceSpan, TimedOutcome][] = [];
  for (const outcome of outcomes) {
    const span = startSpan('publish outcome', outcome.span?.context, { kind: 'producer' });
    const cause = span ? { ...outcome.reply, traceContext: span.context } : outcome.reply;
    if (span) spans.push([span, outcome]);
    sendReply(publisher, cause, outcome.arrivedAtMs);
    for (const push of outcome.pushes ?? []) pushedConnections += sendPush(options, push, routes, cause);
    for (const event of outcome.domainEvents ?? []) sendDomainEvent(options, event, routes, cause);
    for (const disconnect of outcome.disconnects ?? []) sendDisconnect(options, disconnect, cause);
    for (const command of outcome.serviceCommands ?? []) sendServiceCommand(options, command, span?.context);
  }
  fanOut?.fanOutSeconds.observe((performance.now() - startedMs) / 1000);
  fanOut?.pushes.add(pushedConnections);
  await publisher.flush();
  for (const [span, outcome] of spans) {
    span.end();
    outcome.span?.end();
  }
  return { domainEventsFlushed: domainEvents ? domainEvents.publisher.flush() : Promise.resolve(), pushedConnections };
}

/**
 * Publishes pushes that no command has caused, to all connections of their users. They join the trace of the operator's act that
 * has caused them, if one has. A push is dropped for a connection that it has not reached after `ttlMs`. Resolves when the pushes
 * are durable, with the number of connections (0 if routes are unavailable).
 */
export async function publishPushes(
  options: Omit<OutcomePublishing, 'domainEvents' | 'serviceCommands'>,
  pushes: readonly { readonly userIds: readonly string[]; readonly push: im.Push.$Properties; readonly ttlMs: number }[],
): Promise<number> {
  const reply = { traceContext: currentTrace() ?? null };
  const outcomes = pushes.map(({ userIds, push, ttlMs }) => ({
    reply,
    pushes: [{ userIds: [...userIds], push: im.Push.encode(push).finish(), pushId: newId(), ttlMs }],
  }));
  const withPushesOnly = { ...options, serviceCommands: undefined, domainEvents: undefined };
  const { pushedConnections } = await publishOutcomes(withPushesOnly, outcomes);
  return pushedConnections;
}

/** Writes the route of each log-in before its reply goes out, so that a logged-in user can be reached. */
async function writeRoutes({ routes, log }: OutcomePublishing, outcomes: readonly im.Outcome.$Properties[]): Promise<void> {
  const entries: UserRoute[] = [];
  for (const { reply } of outcomes) {
    const bind = reply?.bind;
    if (!bind || !reply) continue;
    const address = { instance: reply.instance ?? '', slot: reply.replyTo?.partition ?? 0, connection: reply.connection ?? 0 };
    entries.push({ userId: bind.userId ?? '', route: { sessionId: bind.sessionId ?? '', epoch: bind.epoch ?? 0, address } });
  }
  if (entries.length === 0) return;
  try {
    await routes.bind(entries);
  } catch (error) {
    // The gate refreshes the route within 10 s.
    log.warn({ err: error, count: entries.length }, 'routes not written, users get no pushes until gates refresh them');
  }
}

/** The routes of all users in the outcomes; empty if routes are unavailable. */
async function lookUpRoutes(
  { routes, log }: OutcomePublishing,
  outcomes: readonly im.Outcome.$Properties[],
): Promise<RoutesByUser> {
  const userIds = new Set<string>();
  for (const { pushes, domainEvents } of outcomes) {
    for (const push of pushes ?? []) for (const userId of push.userIds ?? []) userIds.add(userId);
    for (const event of domainEvents ?? []) for (const userId of event.userIds ?? []) userIds.add(userId);
  }
  const routesByUser = new Map<string, Route[]>();
  if (userIds.size === 0) return routesByUser;
  try {
    const list = [...userIds];
    const found = await routes.lookup(list);
    for (const [i, userId] of list.entries()) routesByUser.set(userId, found[i] ?? []);
  } catch (error) {
    // No message is lost: messages are stored. A gate without routes tells its clients to sync; others sync within two minutes.
    log.warn({ err: error, users: userIds.size }, 'routes unavailable, pushes dropped, receivers sync later');
  }
  return routesByUser;
}

/** What an outcome goes out for: its reply, if its command wants one. */
type Cause = im.Envelope.$Properties | null | undefined;

function sendReply(publisher: Publisher, reply: Cause, arrivedAtMs: number | undefined): void {
  if (!reply?.replyTo?.topic) return;
  const heldUs = arrivedAtMs === undefined ? 0 : Math.round((performance.now() - arrivedAtMs) * 1000);
  publisher.send(reply.replyTo.topic, reply.replyTo.partition ?? 0, { ...reply, replyTo: null, heldUs });
}

/** Sends one envelope to each gate that holds some of the connections. Returns the number of connections. */
function sendPush(
  { publisher, gateTopic }: OutcomePublishing,
  { userIds, except, push, pushId, ttlMs }: im.Outcome.AddressedPush.$Properties,
  routes: RoutesByUser,
  cause: Cause,
): number {
  let count = 0;
  let gates: Map<string, { slot: number; targets: number[] }> | undefined;
  for (const userId of userIds ?? []) {
    for (const { address } of routes.get(userId) ?? []) {
      if (except && except === `${address.instance}/${address.connection}`) continue;
      count += 1;
      gates ??= new Map();
      const gate = gates.get(address.instance);
      if (gate) gate.targets.push(address.connection);
      else gates.set(address.instance, { slot: address.slot, targets: [address.connection] });
    }
  }
  if (!gates) return 0;
  for (const [instance, { slot, targets }] of gates) {
    publisher.send(gateTopic, slot, {
      kind: im.Envelope.Kind.PUSH,
      instance,
      targets,
      payload: push ?? null,
      pushId: pushId ?? '',
      timeoutMs: ttlMs ?? 0,
      acceptedAtMs: instance === cause?.instance ? (cause.acceptedAtMs ?? 0) : 0,
      traceContext: cause?.traceContext ?? null,
    });
  }
  return count;
}

/**
 * Sends a domain event, with the users of it who have no connection. If routes are unavailable, no user counts as absent.
 */
function sendDomainEvent(
  { domainEvents }: OutcomePublishing,
  { key, event, userIds }: im.Outcome.EmittedEvent.$Properties,
  routes: RoutesByUser,
  cause: Cause,
): void {
  // Possible without `domainEvents`: the outbox may hold events of a process that had domain events switched on.
  if (!domainEvents || !key || !event) return;
  const absentUserIds = (userIds ?? []).filter((userId) => routes.get(userId)?.length === 0);
  // In protobuf, two encoded messages in a row decode as one message with the fields of both.
  const payload = absentUserIds.length === 0 ? event : Buffer.concat([event, im.DomainEvent.encode({ absentUserIds }).finish()]);
  const partition = partitionOf(key, domainEvents.partitions);
  domainEvents.publisher.send(domainEvents.topic, partition, {
    kind: im.Envelope.Kind.DOMAIN_EVENT,
    payload,
    traceContext: cause?.traceContext ?? null,
  });
}

function sendDisconnect(
  { publisher, gateTopic }: OutcomePublishing,
  disconnect: im.Outcome.Disconnect.$Properties,
  cause: Cause,
): void {
  const reason = disconnect.reason ?? im.CloseReason.CLOSE_REASON_UNSPECIFIED;
  publisher.send(gateTopic, disconnect.slot ?? 0, {
    kind: im.Envelope.Kind.CLOSE,
    instance: disconnect.instance ?? '',
    targets: [disconnect.connection ?? 0],
    payload: im.Close.encode({ reason }).finish(),
    traceContext: cause?.traceContext ?? null,
  });
}
