// Composes the gate. The adapters decide where it runs: on Kafka and Redis, or embedded.
import { MemoryAllowances } from '../infra/memory/allowances.ts';
import { PackReader } from '../infra/messaging/pack-reader.ts';
import { publisher } from '../infra/messaging/publisher.ts';
import type { Sealer } from '../infra/ports/index.ts';
import type { GateConfig } from '../infra/process/config/roles.ts';
import type { ProcessConnections } from '../infra/process/connect.ts';
import { checkDescriptorLimit } from '../infra/process/descriptors.ts';
import { explainListenError } from '../infra/process/http/listen-error.ts';
import type { GatePackKeys } from '../infra/process/pack-keys.ts';
import { toUrlHost } from '../infra/process/url-host.ts';
import { allServices, rpcsByNumber } from '../proto/rpc.ts';
import { startGate } from './server.ts';

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
  const { bus, routes, log, topics, partitions, lingerMs, newInstanceName, facts, controls, metrics, onStop } = connections;
  const { host, tcpPort, wsPort, slot, trustedProxies, ...limits } = settings;
  checkDescriptorLimit(log, limits.maxConnections);
  const instance = newInstanceName(packs.publicKey);
  const gate = await startGate({
    bus,
    publisher: publisher(bus, { instance, signer: packs.signer, lingerMs: lingerMs.commands }),
    reader: new PackReader({ topic: topics.gate, verifier: packs.verifier, log, metrics }),
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
    limits,
    newAllowances: (rate) => new MemoryAllowances(rate),
  }).catch((error: NodeJS.ErrnoException & { port?: number }) => {
    const port = error.port ?? tcpPort;
    throw explainListenError(error, { host, port }, { host: 'IM_HOST', port: port === wsPort ? 'IM_WS_PORT' : 'IM_TCP_PORT' });
  });
  onStop('gate', () => gate.stop());
  controls.add({ push: (push, id) => gate.pushToAll(push, id) });
  const address = toUrlHost(host);
  const urls = { tcp: `tcp://${address}:${gate.tcp.port}`, ws: `ws://${address}:${gate.ws.port}` };
  const { maxConnections } = limits;
  facts.add(() => ({ addresses: Object.values(urls), connections: gate.connectionCount(), maxConnections }));
  metrics.gauge('im_connections', 'Clients that are connected.', () => gate.connectionCount());
  return urls;
}
