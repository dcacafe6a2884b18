// The ports Control and Notices on the log: commands to processes on the topic im.control, pushes to some users by their routes.
import { publisher } from '../../infra/messaging/publisher.ts';
import { currentTrace } from '../../infra/ports/index.ts';
import type { ServiceConnections } from '../../infra/process/connect.ts';
import { publishPushes } from '../../infra/service/outcomes/publish-outcomes.ts';
import { newId } from '../../proto/ids.ts';
import { im } from '../../proto/rpc.ts';
import type { Control, ControlledProcess, Notices } from '../ports.ts';
import { withinDeadline } from './durable.ts';

/** A device that is not reached by then does not get a notice. */
const NOTICE_LIVES_MS = 60_000;

export function logControl(connections: ServiceConnections): Control & Notices {
  const { bus, topics, packs, routes, log, newInstanceName } = connections;
  const out = publisher(bus, { instance: newInstanceName(), signer: packs.signer });
  const send = async (processes: readonly ControlledProcess[], action: im.InstanceCommand.$Properties): Promise<void> => {
    if (processes.length === 0) return;
    action.id = newId();
    action.processes = processes.map(({ process }) => process);
    const payload = im.InstanceCommand.encode(action).finish();
    out.send(topics.control, 0, { kind: im.Envelope.Kind.CONTROL, payload, traceContext: currentTrace() ?? null });
    await withinDeadline(out.flush());
  };
  return {
    drain: (processes) => send(processes, { drain: true }),
    setLogLevel: (processes, logLevel) => send(processes, { logLevel }),
    sendToAll: (gates, text) => send(gates, { push: im.Push.encode(noticeOf(text)).finish() }),
    async sendTo(userIds, text) {
      const options = { publisher: out, routes, gateTopic: topics.gate, log };
      const pushes = [{ userIds, push: noticeOf(text), ttlMs: NOTICE_LIVES_MS }];
      return withinDeadline(publishPushes(options, pushes));
    },
  };
}

function noticeOf(text: string): im.Push.$Properties {
  return { notice: { text, sentAt: Date.now() } };
}
