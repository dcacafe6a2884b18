// What status tells this process over the log, signed by a service: what an operator makes it do, and which services live.
import { im, type Topics } from '../../../proto/rpc.ts';
import { traceIdOf } from '../../../proto/trace-context.ts';
import type { LivingServices } from '../../messaging/living-services.ts';
import { PackReader } from '../../messaging/pack-reader.ts';
import type { Bus, Log, PackVerifier } from '../../ports/index.ts';
import { recordVerifier } from '../pack-keys.ts';

/** Commands whose repetition is recognised. */
const MAX_KNOWN = 1000;
const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export interface ControlActions {
  /** Stops the process as SIGTERM does. */
  drain(): void;
  setLogLevel(level: (typeof LEVELS)[number]): void;
  /** Sends an encoded Push to all logged-in connections; on gates. */
  push(push: Uint8Array, id: string): void;
}

/** What this process can do; each part of it adds what it knows. */
export class InstanceControls {
  readonly #actions: Partial<ControlActions>;

  constructor(actions: Partial<ControlActions> = {}) {
    this.#actions = { ...actions };
  }

  add(actions: Partial<ControlActions>): void {
    Object.assign(this.#actions, actions);
  }

  /** `traceId`: of the operator's act. */
  run({ id, drain, logLevel, push }: im.InstanceCommand, traceId: string, log: Log): void {
    const level = LEVELS.find((one) => one === logLevel);
    if (drain) {
      log.info({ id, traceId }, 'an operator drains this instance');
      this.#actions.drain?.();
    } else if (level) {
      log.info({ id, traceId, logLevel: level }, 'an operator sets the log level');
      this.#actions.setLogLevel?.(level);
    } else if (push && push.length > 0) this.#actions.push?.(push, id);
  }
}

export interface ControlOptions {
  readonly bus: Bus;
  readonly topics: Topics;
  /** The values of IM_PACK_PUBLIC_KEY. */
  readonly publicKeys: readonly Uint8Array[];
  /** The process id in the reports of this process. */
  readonly ownProcess: string;
  readonly controls: InstanceControls;
  readonly living: LivingServices;
  /** Called after each command: the operator waits for its effect. */
  onDone?(): void;
  readonly log: Log;
}

/** Does what status sends to this start of the process, each command once. Waits for the log. */
export async function followControl(options: ControlOptions): Promise<{ close(): Promise<void> }> {
  const { bus, topics, publicKeys, ownProcess, controls, living, log } = options;
  const verify = recordVerifier(publicKeys);
  const verifier: PackVerifier = { verify: (record, place) => ({ author: 'service', message: verify(place, record) }) };
  const reader = new PackReader({ topic: topics.control, verifier, log });
  const known = new Set<string>();
  return bus.follow({
    topic: topics.control,
    partition: 0,
    onRecords: (records) =>
      reader.forEachEnvelope(0, records, ({ kind, payload, traceContext }) => {
        if (kind === im.Envelope.Kind.CLUSTER_STATE) living.take(im.ClusterState.decode(payload) as im.ClusterState);
        if (kind !== im.Envelope.Kind.CONTROL) return;
        const command = im.InstanceCommand.decode(payload) as im.InstanceCommand;
        if (!command.processes.includes(ownProcess) || known.has(command.id)) return;
        known.add(command.id);
        const [oldest] = known;
        if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
        controls.run(command, traceIdOf(traceContext), log);
        options.onDone?.();
      }),
    // The operator sees in the reports that nothing happened.
    onGap: () => undefined,
  });
}
