// Composes the gate. The adapters decide where it runs: on Kafka and Redis, or embedded.
import { publisher } from '../infra/messaging/publisher.ts';
import type { Sealer } from '../infra/ports/index.ts';
import type { GateConfig } from '../infra/process/config/roles.ts';
import type { ServiceConnections } from '../infra/process/connect.ts';
import { allServices, rpcsByNumber } from '../proto/rpc.ts';
import { startGate } from './server.ts';

export interface GateAdapters {
  readonly connections: ServiceConnections;
  readonly sealer: Sealer;
}

/** Where clients connect: "tcp://127.0.0.1:7000", "ws://127.0.0.1:7001". */
export interface GateUrls {
  readonly tcp: string;
  readonly ws: string;
}

/** Runs a gate until the process stops; resolves when clients may connect. Rejects when a port is taken. */
export async function startGateProcess({ connections, sealer }: GateAdapters, settings: GateConfig['gate']): Promise<GateUrls> {
  const { bus, routes, log, topics, partitions, lingerMs, newInstanceName, onStop } = connections;
  const { host, tcpPort, wsPort, slot, trustedProxies, ...limits } = settings;
  const instance = newInstanceName();
  const gate = await startGate({
    bus,
    publisher: publisher(bus, { instance, lingerMs: lingerMs.commands }),
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
  });
  onStop('gate', () => gate.stop());
  return { tcp: `tcp://${gate.tcp.host}:${gate.tcp.port}`, ws: `ws://${gate.ws.host}:${gate.ws.port}` };
}
