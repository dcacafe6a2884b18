// After the commit: routes are looked up and written, replies and pushes are published, in the order of the batches.

import { partitionOf } from '../../proto/partition.ts';
import { im } from '../../proto/rpc.ts';
import type { Log, Publisher, Route, Routes, UserRoute } from '../ports/index.ts';
import { type ServiceTopics, sendServiceCommand } from './service-commands.ts';

export interface OutcomePublishing {
  readonly publisher: Publisher;
  readonly routes: Routes;
  readonly gateTopic: string;
  /** Where other services are told what concerns them. */
  readonly serviceCommands: ServiceTopics | undefined;
  /** Where what has happened is told, and by whom: replies do not wait for it. */
  readonly domainEvents: { readonly topic: string; readonly partitions: number; readonly publisher: Publisher } | undefined;
  readonly log: Log;
}

/**
 * Publishes outcomes and resolves when replies, pushes and hang-ups are durable; `told` resolves when what has happened is; `pushed` says to how many connections. Routes are looked up now, not before: a user who moved since is found where he is now.
 * Without routes (their store is away) the replies go out all the same, and the receivers find the messages at their next sync.
 */
export async function publishOutcomes(
  answering: OutcomePublishing,
  outcomes: readonly im.Outcome.$Properties[],
): Promise<{ domainEventsFlushed: Promise<void>; pushedConnections: number }> {
  const { publisher, domainEvents } = answering;
  await writeRoutes(answering, outcomes);
  const found = await lookUp(answering, outcomes);
  let pushedConnections = 0;
  for (const outcome of outcomes) {
    const reply = outcome.reply;
    if (reply?.replyTo?.topic) publisher.send(reply.replyTo.topic, reply.replyTo.partition ?? 0, { ...reply, replyTo: null });
    for (const push of outcome.pushes ?? []) pushedConnections += sendPush(answering, push, found);
    for (const notice of outcome.domainEvents ?? []) sendNotice(answering, notice, found);
    for (const hangup of outcome.hangups ?? []) sendHangup(answering, hangup);
    for (const told of outcome.serviceCommands ?? []) sendServiceCommand(answering, told);
  }
  await publisher.flush();
  return { domainEventsFlushed: domainEvents ? domainEvents.publisher.flush() : Promise.resolve(), pushedConnections };
}

/** A log-in's route stands before its reply goes out: who sees the log-in succeed can be reached. */
async function writeRoutes(answering: OutcomePublishing, outcomes: readonly im.Outcome.$Properties[]): Promise<void> {
  const entries: UserRoute[] = [];
  for (const { reply } of outcomes) {
    const bind = reply?.bind;
    if (!bind || !reply) continue;
    const address = { instance: reply.instance ?? '', slot: reply.replyTo?.partition ?? 0, connection: reply.connection ?? 0 };
    entries.push({ userId: bind.userId ?? '', route: { sessionId: bind.sessionId ?? '', epoch: bind.epoch ?? 0, address } });
  }
  if (entries.length === 0) return;
  try {
    await answering.routes.bind(entries);
  } catch (error) {
    // The gate asserts the route again within 10 s.
    answering.log.warn({ err: error, count: entries.length }, 'routes could not be written');
  }
}

/** The routes of everybody whom the outcomes concern; of nobody where the routes are away. */
async function lookUp(answering: OutcomePublishing, outcomes: readonly im.Outcome.$Properties[]): Promise<Map<string, Route[]>> {
  const users = new Set<string>();
  for (const { pushes, domainEvents } of outcomes) {
    for (const push of pushes ?? []) for (const user of push.userIds ?? []) users.add(user);
    for (const notice of domainEvents ?? []) for (const user of notice.userIds ?? []) users.add(user);
  }
  const found = new Map<string, Route[]>();
  if (users.size === 0) return found;
  try {
    const list = [...users];
    const routes = await answering.routes.lookup(list);
    for (const [i, user] of list.entries()) found.set(user, routes[i] ?? []);
  } catch (error) {
    // The messages are stored: receivers pull them when they sync. Their gates tell them to when they have missed the routes too; else they do within two minutes.
    answering.log.warn({ err: error, users: users.size }, 'routes could not be looked up, receivers will sync');
  }
  return found;
}

/** One envelope for each gate, however many connections it has there. Answers how many connections those are. */
function sendPush(
  { publisher, gateTopic }: OutcomePublishing,
  push: im.Outcome.AddressedPush.$Properties,
  found: ReadonlyMap<string, Route[]>,
): number {
  let count = 0;
  let gates: Map<string, { slot: number; targets: number[] }> | undefined;
  for (const user of push.userIds ?? []) {
    for (const { address } of found.get(user) ?? []) {
      if (push.except && push.except === `${address.instance}/${address.connection}`) continue;
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
      payload: push.push ?? null,
      pushId: push.pushId ?? '',
      deadline: push.deadline ?? 0,
    });
  }
  return count;
}

/** With those of its users who have no connection now. Nobody is called absent while the routes are away: who is there and who is not cannot be told. */
function sendNotice(
  { domainEvents }: OutcomePublishing,
  { key, event, userIds }: im.Outcome.EmittedEvent.$Properties,
  found: ReadonlyMap<string, Route[]>,
): void {
  // Kept in the outbox by a process that told events, published by one that does not.
  if (!domainEvents || !key || !event) return;
  const absent = (userIds ?? []).filter((user) => found.get(user)?.length === 0);
  // Encoded messages that stand behind each other are one message with the fields of both.
  const payload = absent.length === 0 ? event : Buffer.concat([event, im.DomainEvent.encode({ absent }).finish()]);
  domainEvents.publisher.send(domainEvents.topic, partitionOf(key, domainEvents.partitions), {
    kind: im.Envelope.Kind.DOMAIN_EVENT,
    payload,
  });
}

function sendHangup({ publisher, gateTopic }: OutcomePublishing, hangup: im.Outcome.Hangup.$Properties): void {
  const reason = hangup.reason ?? im.CloseReason.CLOSE_REASON_UNSPECIFIED;
  publisher.send(gateTopic, hangup.slot ?? 0, {
    kind: im.Envelope.Kind.CLOSE,
    instance: hangup.instance ?? '',
    targets: [hangup.connection ?? 0],
    payload: im.Close.encode({ reason }).finish(),
  });
}
