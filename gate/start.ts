// Composes the gate. The adapters decide where it runs: on Kafka and Redis, or embedded.
import { MemoryAllowances } from '../infra/memory/allowances.ts';
import { withoutEchoes } from '../infra/messaging/echo-probe.ts';
import { PackReader } from '../infra/messaging/pack-reader.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import type { Sealer } from '../infra/ports/index.ts';
import type { GateConfig } from '../infra/process/config/roles.ts';
import { measureEchoes, type ProcessConnections } from '../infra/process/connect.ts';
import { checkDescriptorLimit } from '../infra/process/descriptors.ts';
import { explainListenError } from '../infra/process/http/listen-error.ts';
import type { GatePackKeys } from '../infra/process/pack-keys.ts';
import { toUrlHost } from '../infra/process/url-host.ts';
import { toCodeCounts, toLatency } from '../infra/service/monitoring/service-report.ts';
import { allServices, type im, rpcsByNumber } from '../proto/rpc.ts';
import { type Gate, startGate } from './server.ts';

export interface GateAdapters {
  readonly connections: ProcessConnections;
  readonly packs: GatePackKeys;
  readonly sealer: Sealer;
}

/** Where clients connect: "tcp://127.0.0.1:7000", "ws://127.0.0.1:7001". */
export interface GateUrls {
  readonly tcp: string;
  readonly ws: string;
}

/** Runs a gate until the process stops; resolves when clients may connect. Rejects with SetupError when a port is taken. */
export async function startGateProcess(
  { connections, packs, sealer }: GateAdapters,
  settings: GateConfig['gate'],
): Promise<GateUrls> {
  const { bus, routes, log, topics, partitions, lingerMs, newInstanceName, facts, controls, living, metrics, onStop } =
    connections;
  const { host, tcpPort, wsPort, slot, trustedProxies, publicUrls, traceRates, ...limits } = settings;
  checkDescriptorLimit(log, limits.maxConnections);
  const instance = newInstanceName(packs.publicKey);
  const packReader = new PackReader({ topic: topics.gate, verifier: packs.verifier, log, metrics });
  const echoes = measureEchoes(connections, packs.signer, {
    topic: topics.gate,
    instance,
    reader: 'gate',
    partitions: () => [slot],
  });
  const gate = await startGate({
    bus,
    publisher: publisher(bus, {
      instance,
      signer: packs.signer,
      lingerMs: lingerMs.commands,
      metrics: metrics.withLabels({ publisher: 'commands' }),
    }),
    reader: echoes ? withoutEchoes(packReader, echoes) : packReader,
    routes,
    sealer,
    log,
    topics,
    rpcs: rpcsByNumber(allServices()),
    commandPartitions: partitions.command,
    instance,
    slot,
    host,
    tcpPort,
    wsPort,
    trustedProxies,
    traceRates,
    limits,
    living,
    metrics,
    newAllowances: (rate) => new MemoryAllowances(rate),
  }).catch((error: NodeJS.ErrnoException & { port?: number }) => {
    const port = error.port ?? tcpPort;
    throw explainListenError(error, { host, port }, { host: 'IM_HOST', port: port === wsPort ? 'IM_WS_PORT' : 'IM_TCP_PORT' });
  });
  onStop('gate', () => gate.stop());
  echoes?.start();
  controls.add({ push: (push, id) => gate.pushToAll(push, id) });
  const address = toUrlHost(host);
  const urls = { tcp: `tcp://${address}:${gate.tcp.port}`, ws: `ws://${address}:${gate.ws.port}` };
  const { maxConnections } = limits;
  const addresses = publicUrls.length > 0 ? [...publicUrls] : Object.values(urls);
  metrics.gauge('im_max_connections', 'IM_MAX_CONNECTIONS.', () => maxConnections);
  facts.add(() => ({ addresses, maxConnections, ...describeGate(gate) }));
  return urls;
}

/** What the process reports of its gate. */
function describeGate(gate: Gate): im.InstanceReport.$Properties {
  const { framesIn, framesOut, bytesIn, replies, messages, pushes, ackSeconds, pushSeconds } = gate.metrics;
  return {
    connections: gate.connectionCount(),
    sessions: gate.sessionCount(),
    framesIn: framesIn.value,
    framesOut: framesOut.value,
    bytesIn: bytesIn.value,
    bytesOut: gate.writtenBytes(),
    replies: toCodeCounts(replies),
    ack: toLatency(Array.from(ackSeconds.all(), ([, histogram]) => histogram)),
    push: toLatency([pushSeconds]),
    messages: messages.value,
    pushes: pushes.value,
  };
}
