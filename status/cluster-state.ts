// Tells all processes which services have a living instance, and where clients ask for gates.
import type { Publisher } from '../infra/ports/index.ts';
import { im, type Topics } from '../proto/rpc.ts';
import type { Members } from './members.ts';

const REPEAT_EVERY_MS = 1000;
/** A service that is back is known this soon. */
const CHECK_EVERY_MS = 200;

export interface ClusterStateOptions {
  readonly members: Pick<Members, 'list' | 'knowsAbsence'>;
  readonly publisher: Publisher;
  readonly topics: Topics;
  /** The process id in the reports of this process. */
  readonly ownProcess: string;
  /** Undefined: clients cannot reach this status. */
  readonly statusUrl: string | undefined;
}

/** Repeats it once a second, and publishes each change at once, until the returned function is called. */
export function publishClusterState(options: ClusterStateOptions): () => void {
  const { publisher, topics } = options;
  let last = '';
  let publishedAtMs = Number.NEGATIVE_INFINITY;
  const timer = setInterval(() => {
    const state = readClusterState(options);
    if (!state) return;
    const text = JSON.stringify(state);
    if (text === last && performance.now() - publishedAtMs < REPEAT_EVERY_MS) return;
    last = text;
    publishedAtMs = performance.now();
    publisher.send(topics.control, 0, { kind: im.Envelope.Kind.CLUSTER_STATE, payload: im.ClusterState.encode(state).finish() });
  }, CHECK_EVERY_MS);
  return () => clearInterval(timer);
}

/** Undefined while it is not known which instances are gone: after the start, and while reports do not come through. */
export function readClusterState({
  members,
  ownProcess,
  statusUrl,
}: Pick<ClusterStateOptions, 'members' | 'ownProcess' | 'statusUrl'>): im.ClusterState.$Properties | undefined {
  if (!members.knowsAbsence) return undefined;
  const services = members.list().flatMap(({ report }) => report.services.map(({ service }) => service ?? ''));
  return { process: ownProcess, services: [...new Set(services)].sort(), statusUrls: statusUrl === undefined ? [] : [statusUrl] };
}
