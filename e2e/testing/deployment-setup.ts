// The vitest global set-up that runs the deployments of end-to-end tests. It starts a deployment when the first test file asks
// for it, shares it among the files, and stops all at the end of the run.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import { im } from '../../proto/rpc.ts';
import type { Deployment, PublishedEvent } from './deployment.ts';
import {
  type CallRequest,
  type DeploymentResponse,
  deploymentKey,
  type EncodedEvent,
  type StartRequest,
  type StartResponse,
} from './deployment-protocol.ts';
import { startDistributedDeployment } from './distributed-deployment.ts';
import { startEmbeddedDeployment } from './embedded-deployment.ts';

const deployments = new Map<string, Promise<Deployment>>();

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'im-deployments-'));
  const path = join(folder, 'socket');
  const http = createServer((request, response) => {
    handle(request).then((body) => response.end(JSON.stringify(body)));
  });
  await new Promise<void>((resolve) => http.listen(path, resolve));
  project.provide('deployments', path);
  return async () => {
    http.close();
    http.closeAllConnections();
    const started = [...deployments.values()];
    deployments.clear();
    await Promise.allSettled(started.map(async (deployment) => (await deployment).stop()));
    await rm(folder, { recursive: true, force: true });
  };
}

async function handle(request: IncomingMessage): Promise<DeploymentResponse> {
  try {
    const body = await json(request);
    return { result: request.url === '/start' ? await start(body as StartRequest) : await call(body as CallRequest) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

/** Starts a deployment, or describes the running one. JSON drops an undefined result. */
async function start(request: StartRequest): Promise<StartResponse> {
  const key = deploymentKey(request);
  let starting = deployments.get(key);
  if (!starting && request.kind === 'distributed' && !request.servers) return undefined;
  if (!starting) {
    starting = launch(request);
    deployments.set(key, starting);
    starting.catch(() => deployments.delete(key));
  }
  const { distributed, gates, sqlNow, tokenSecret } = await starting;
  const secret = Buffer.from(tokenSecret).toString('base64');
  if (!distributed) return { gates, sqlNow, tokenSecret: secret };
  const { redisUrl, services } = distributed;
  const serviceCounts = { gate: services.gate.length, auth: services.auth.length, logic: services.logic.length };
  return { gates, sqlNow, tokenSecret: secret, redisUrl, serviceCounts };
}

async function launch({ kind, env, servers }: StartRequest): Promise<Deployment> {
  if (kind === 'embedded') return startEmbeddedDeployment(env);
  if (!servers) throw new Error('a distributed deployment needs addresses of real servers');
  return startDistributedDeployment(servers, env);
}

async function call({ deployment: key, service, method, args }: CallRequest): Promise<unknown> {
  const deployment = await deployments.get(key);
  if (!deployment) throw new Error(`no deployment "${key}" is running`);
  const target: object | undefined = service ? deployment.distributed?.services[service[0]][service[1]] : deployment;
  const run = (target as Record<string, ((...values: unknown[]) => Promise<unknown>) | undefined> | undefined)?.[method];
  if (!run) throw new Error(`deployment "${key}" has no method ${method}`);
  const result = await run.apply(target, [...args]);
  if (method === 'stop') deployments.delete(key);
  return method === 'publishedEvents' ? (result as PublishedEvent[]).map(encodeEvent) : result;
}

function encodeEvent({ partition, event }: PublishedEvent): EncodedEvent {
  return { partition, event: Buffer.from(im.DomainEvent.encode(event).finish()).toString('base64') };
}
