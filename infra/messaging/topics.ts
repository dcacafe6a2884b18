// The topics of a deployment: their partitions, and how long their records are kept.
import { rpcsByNumber, type Topics } from '../../proto/rpc.ts';
import { SetupError, type TopicSpec } from '../ports/index.ts';

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
    layoutSpec(topics, partitions),
    ...commands,
    { name: topics.gate, partitions: partitions.gate, retentionMs: REPLIES_MS },
    { name: topics.call, partitions: partitions.gate, retentionMs: REPLIES_MS },
    { name: topics.events, partitions: partitions.command, retentionMs: DOMAIN_EVENTS_MS },
    { name: topics.status, partitions: 1, retentionMs: REPLIES_MS },
    { name: topics.control, partitions: 1, retentionMs: REPLIES_MS },
    { name: topics.deadLetter, partitions: 1, retentionMs: DEAD_LETTERS_MS },
  ];
}

/**
 * The partition of a user follows from the counts of the generation, so all processes must have the same. Kafka's own counts do
 * not tell: an operator can raise them together with the settings, while other processes and the stored positions keep the old
 * ones.
 */
function layoutSpec(topics: Topics, partitions: { command: number; gate: number }): TopicSpec {
  const name = topics.layout(partitions);
  const prefix = name.split('.').slice(0, -2).join('.');
  const describeOther = (other: string): string => {
    const [command, gate] = other.split('.').slice(-2);
    return (
      `this topic generation was made with IM_COMMAND_PARTITIONS=${command} and IM_GATE_PARTITIONS=${gate}, and the settings ` +
      `say ${partitions.command} and ${partitions.gate}: restore the settings, or raise IM_TOPIC_GENERATION`
    );
  };
  return { name, partitions: 1, retentionMs: REPLIES_MS, onlyOne: { prefix: `${prefix}.`, describeOther } };
}

/** Throws a SetupError if one of the existing topics is ruled out by a spec. */
export function assertOnlyOne(specs: readonly TopicSpec[], existing: Iterable<string>): void {
  const names = [...existing];
  for (const { name, onlyOne } of specs) {
    const other = onlyOne && names.find((candidate) => candidate !== name && candidate.startsWith(onlyOne.prefix));
    if (other) throw new SetupError(onlyOne.describeOther(other));
  }
}
