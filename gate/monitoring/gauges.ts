// What a gate can tell of its connections at any time. They are counted at each scrape, not when they change.
import type { Metrics } from '../../infra/ports/index.ts';
import type { Connection } from '../connection/connection.ts';
import type { Connections } from '../connection/connections.ts';
import { PauseReason } from '../connection/frame-reader.ts';
import type { InFlightCount } from '../connection/pending-commands.ts';

export function showGauges(metrics: Metrics, connections: Connections, inFlight: InFlightCount): void {
  metrics.gauge('im_connections', 'Clients that are connected.', () => connections.count);
  metrics.gauge('im_sessions', 'Connections with a session.', () => connections.sessionCount);
  metrics.countOf(
    'im_client_bytes_out_total',
    'Bytes that the operating system took for clients.',
    () => connections.writtenBytes,
  );
  const unsent = (): number => sum(connections, ({ socket }) => socket.queuedBytes);
  metrics.gauge('im_unsent_bytes', 'Bytes that wait until their clients read.', unsent);
  metrics.gauges('im_held_connections', 'Connections that the gate does not read, by reason.', 'reason', () =>
    Object.entries(PauseReason).map(([name, reason]): [string, number] => [
      name.toLowerCase(),
      sum(connections, ({ reader }) => (reader.isPaused(reason) ? 1 : 0)),
    ]),
  );
  metrics.gauges('im_commands_in_flight', 'Commands that wait for their reply, by service.', 'service', () =>
    inFlight.byService(),
  );
}

function sum(connections: Connections, value: (connection: Connection) => number): number {
  let total = 0;
  for (const connection of connections.all()) total += value(connection);
  return total;
}
