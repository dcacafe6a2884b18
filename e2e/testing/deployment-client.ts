// A test file's view of a deployment that the global set-up runs.
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { im } from '../../proto/rpc.ts';
import type { Deployment, DistributedParts, ServerAddresses, ServiceControl } from './deployment.ts';
import {
  type CallRequest,
  type DeploymentDescription,
  type DeploymentResponse,
  deploymentKey,
  type EncodedEvent,
  type StartRequest,
  type StartResponse,
} from './deployment-protocol.ts';

/** Resolves with the running deployment of this name and kind, and starts it if there is none. */
export async function getDeployment(
  start: Omit<StartRequest, 'servers'>,
  findServers: () => Promise<ServerAddresses>,
): Promise<Deployment> {
  const response =
    ((await send('/start', start)) as StartResponse) ??
    ((await send('/start', { ...start, servers: await findServers() })) as DeploymentDescription);
  const deployment = deploymentKey(start);
  const call = (method: string, ...args: unknown[]): Promise<unknown> => send('/call', { deployment, method, args });
  return {
    gates: response.gates,
    tokenSecret: Buffer.from(response.tokenSecret, 'base64'),
    sqlNow: response.sqlNow,
    distributed: distributedParts(deployment, response),
    runSql: (statement) => call('runSql', statement) as Promise<void>,
    publishedEvents: async (key) => ((await call('publishedEvents', key)) as EncodedEvent[]).map(decodeEvent),
    killGate: () => call('killGate') as Promise<void>,
    restoreGate: () => call('restoreGate') as Promise<void>,
    restartLogic: () => call('restartLogic') as Promise<void>,
    stop: () => call('stop') as Promise<void>,
  };
}

function distributedParts(deployment: string, { redisUrl, serviceCounts }: DeploymentDescription): DistributedParts | undefined {
  if (redisUrl === undefined || !serviceCounts) return undefined;
  const controls = (role: 'gate' | 'auth' | 'logic'): ServiceControl[] =>
    Array.from({ length: serviceCounts[role] }, (_, index) => serviceControl(deployment, [role, index]));
  return { redisUrl, services: { gate: controls('gate'), auth: controls('auth'), logic: controls('logic') } };
}

function serviceControl(deployment: string, service: NonNullable<CallRequest['service']>): ServiceControl {
  const call = (method: string, ...args: unknown[]): Promise<unknown> => send('/call', { deployment, service, method, args });
  return {
    kill: (...args) => call('kill', ...args) as Promise<void>,
    restart: () => call('restart') as Promise<void>,
    dieAfterCommit: () => call('dieAfterCommit') as Promise<void>,
    waitForExit: () => call('waitForExit') as Promise<string>,
  };
}

async function send(path: '/start' | '/call', body: StartRequest | CallRequest): Promise<unknown> {
  const received = await new Promise<string>((resolve, reject) => {
    request({ socketPath: inject('deployments'), path, method: 'POST' }, (response) => text(response).then(resolve, reject))
      .once('error', reject)
      .end(JSON.stringify(body));
  });
  const response = JSON.parse(received) as DeploymentResponse;
  if ('error' in response) throw new Error(response.error);
  return response.result;
}

function decodeEvent({ partition, event }: EncodedEvent): { partition: number; event: im.DomainEvent } {
  return { partition, event: im.DomainEvent.decode(Buffer.from(event, 'base64')) as im.DomainEvent };
}
