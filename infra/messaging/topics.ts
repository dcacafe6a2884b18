// The topics of a deployment: their partitions, and how long their records are kept.
import { rpcsByNumber, type Topics } from '../../proto/rpc.ts';
import type { TopicSpec } from '../ports/index.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

// Replies and calls are useless after their deadline and contain private texts: kept only as long as a restart may take.
const REPLIES_MS = 10 * MINUTE_MS;
// Log-ins expire with their deadline. The topic holds sealed passwords.
const SEALED_COMMANDS_MS = 10 * MINUTE_MS;
// Commands wait here while their service is down.
const COMMANDS_MS = 7 * DAY_MS;
// A consumer of domain events may be down for this long and miss none.
const DOMAIN_EVENTS_MS = 7 * DAY_MS;
const DEAD_LETTERS_MS = 30 * DAY_MS;

/** Every topic of the gates and of the given services (reflected, such as im.Logic). */
export function topicSpecs(
  topics: Topics,
  services: readonly object[],
  partitions: { command: number; gate: number },
): TopicSpec[] {
  const commands = services.map((service) => {
    const rpcs = [...rpcsByNumber([service]).values()];
    const name = rpcs[0]?.service ?? '';
    // Commands that expire need not be kept after their deadline: no caller waits for the reply any more.
    const isShortLived = rpcs.some(({ sealed }) => sealed) || rpcs.every(({ expires, reads }) => expires || reads);
    const retentionMs = isShortLived ? SEALED_COMMANDS_MS : COMMANDS_MS;
    return { name: topics.service(name), partitions: partitions.command, retentionMs };
  });
  return [
    ...commands,
    { name: topics.gate, partitions: partitions.gate, retentionMs: REPLIES_MS },
    { name: topics.call, partitions: partitions.gate, retentionMs: REPLIES_MS },
    { name: topics.events, partitions: partitions.command, retentionMs: DOMAIN_EVENTS_MS },
    { name: topics.status, partitions: 1, retentionMs: REPLIES_MS },
    { name: topics.control, partitions: 1, retentionMs: REPLIES_MS },
    { name: topics.deadLetter, partitions: 1, retentionMs: DEAD_LETTERS_MS },
  ];
}
