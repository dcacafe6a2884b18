// The topics of a deployment: their partitions, and how long what is in them is worth anything.
import { rpcsByNumber, type Topics } from '../../proto/rpc.ts';
import type { TopicSpec } from '../ports/index.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

// Replies and calls are worthless once their deadline has passed, and hold what people wrote: kept as short as a restart may take.
const REPLIES_MS = 10 * MINUTE_MS;
// Log-ins expire with their deadline; the topic holds sealed passwords.
const SEALED_COMMANDS_MS = 10 * MINUTE_MS;
// Commands wait here while their service is down.
const COMMANDS_MS = 7 * DAY_MS;
// So long may a consumer of events be away without missing any.
const EVENTS_MS = 7 * DAY_MS;
const DEAD_LETTERS_MS = 30 * DAY_MS;

/** Every topic of the given services (reflected, as im.Logic) and of the gates. */
export function topicSpecs(
  topics: Topics,
  services: readonly object[],
  partitions: { command: number; gate: number },
): TopicSpec[] {
  const commands = services.map((service) => {
    const routes = [...rpcsByNumber([service]).values()];
    const name = routes[0]?.service ?? '';
    // What is worthless after its deadline need not be kept either: nobody waits for the answer to a question any more.
    const short = routes.some((route) => route.sealed) || routes.every((route) => route.expires || route.reads);
    return { name: topics.service(name), partitions: partitions.command, retentionMs: short ? SEALED_COMMANDS_MS : COMMANDS_MS };
  });
  return [
    ...commands,
    { name: topics.gate, partitions: partitions.gate, retentionMs: REPLIES_MS },
    { name: topics.call, partitions: partitions.gate, retentionMs: REPLIES_MS },
    { name: topics.events, partitions: partitions.command, retentionMs: EVENTS_MS },
    { name: topics.deadLetter, partitions: 1, retentionMs: DEAD_LETTERS_MS },
  ];
}
