// All services on real servers, with users who write to each other all the time, for an operator to look at and to act on.
import { setTimeout as sleep } from 'node:timers/promises';
import { CallError, type Client, createClient, type EndReason } from '../../../client/sdk/node.ts';
import { kafkaBus } from '../../../infra/kafka/bus.ts';
import { readConfig } from '../../../infra/process/config/read.ts';
import { servicePackKeys } from '../../../infra/process/pack-keys.ts';
import { type RealServers, realServers } from '../../../infra/testing/real-servers.ts';
import { silentLog } from '../../../infra/testing/silent-log.ts';
import { newId } from '../../../proto/ids.ts';
import { partitionOf } from '../../../proto/partition.ts';
import { im, topicNames } from '../../../proto/rpc.ts';
import {
  generateSecrets,
  type ServiceProcess,
  type ServiceProcesses,
  startServices,
} from '../../../tools/servers/service-processes.ts';

const PASSWORD = 'correct horse';
const LOAD_PER_SECOND = 50;
const LETTER_POLL_MS = 200;

export interface ConnectedUser {
  readonly client: Client;
  readonly userId: string;
  readonly ends: EndReason[];
  readonly notices: string[];
  readonly texts: string[];
}

export class PageStack {
  readonly operateToken = `operate-${newId()}${newId()}`;
  readonly readToken = `read-${newId()}${newId()}`;
  readonly #clients: Client[] = [];
  #env: Record<string, string> = {};
  #servers: RealServers<'kafka' | 'mysql' | 'redis'> | undefined;
  #services: ServiceProcesses | undefined;
  #load: NodeJS.Timeout | undefined;

  async start(): Promise<void> {
    this.#servers = await realServers(['kafka', 'mysql', 'redis']);
    const tokens = `ann:operate:${this.operateToken},ben:read:${this.readToken}`;
    const own = { IM_ADMIN_TOKENS: tokens, IM_RATE_LIMITS: 'off', IM_REGISTRATION: 'open', IM_SMTP_URL: 'smtp://127.0.0.1:9' };
    this.#env = { ...this.#servers.env, ...generateSecrets(), ...own };
    this.#services = await startServices(this.#env, { gate: 2, auth: 1, logic: 1, verify: 1, status: 1 });
    await this.#services.waitUntilReady();
    await this.#startLoad();
  }

  async stop(): Promise<void> {
    clearInterval(this.#load);
    for (const client of this.#clients) client.close();
    await this.#services?.stop();
    await this.#servers?.release();
  }

  get pageUrl(): string {
    return `${this.#adminUrl}/page/`;
  }

  get #adminUrl(): string {
    return this.#services?.byRole('status')[0]?.addresses.admin ?? '';
  }

  gate(number: 0 | 1): ServiceProcess {
    const found = this.#services?.byRole('gate')[number];
    if (!found) throw new Error('not started');
    return found;
  }

  /** What the API replies to a tool. */
  async ask(path: string): Promise<Record<string, never>> {
    const response = await fetch(`${this.#adminUrl}${path}`, { headers: { Authorization: `Bearer ${this.operateToken}` } });
    return (await response.json()) as Record<string, never>;
  }

  async register(name: string): Promise<ConnectedUser> {
    const user = this.#connect('phone');
    const { userId } = await this.#enter(user.client, name);
    return { ...user, userId };
  }

  /** On a busy machine a reply may come too late: the account is there then, or will be. */
  async #enter(client: Client, name: string): Promise<{ readonly userId: string }> {
    const codeOf = (error: unknown): string => (error instanceof CallError ? error.code : String(error));
    const isLate = (error: unknown): boolean => ['TIMEOUT', 'UNAVAILABLE'].includes(codeOf(error));
    try {
      return await client.register({ name, password: PASSWORD });
    } catch (error) {
      if (!isLate(error)) throw error;
      for (;;) {
        const found = await client.logIn(name, PASSWORD).catch((problem: unknown) => {
          if (!isLate(problem) && codeOf(problem) !== 'WRONG_CREDENTIALS') throw problem;
        });
        if (found) return found;
      }
    }
  }

  async logIn(name: string): Promise<ConnectedUser> {
    const user = this.#connect('desktop');
    const { userId } = await user.client.logIn(name, PASSWORD);
    return { ...user, userId };
  }

  /** A message that logic could not store, as after a bug that is fixed now. Resolves with the number of its dead letter. */
  async loseMessage(from: ConnectedUser, to: ConnectedUser, text: string): Promise<number> {
    const config = readConfig('tools', { env: this.#env, argv: [] });
    const topics = topicNames(config.topics.generation);
    const { signer } = servicePackKeys(config, topics);
    const request = { clientMessageId: Buffer.from(newId(), 'base64url'), toUserId: to.userId, text };
    const payload = im.SendMessageRequest.encode(request).finish();
    const value = im.Envelope.encode({ rpc: 201, kind: im.Envelope.Kind.COMMAND, userId: from.userId, payload }).finish();
    const partition = partitionOf(from.userId, config.topics.commandPartitions);
    const origin = { group: 'logic', topic: topics.service('Logic'), partition, index: 0, author: 'gate', time: Date.now() };
    const letter = im.DeadLetter.encode({ ...origin, cause: `TypeError: ${text}`, value }).finish();
    const place = { topic: topics.deadLetter, partition: 0 };
    const bus = kafkaBus({ ...config.kafka, instance: newId(), log: silentLog });
    await bus.publish([{ ...place, value: signer.sign(letter, place, '') }]);
    await bus.close();
    for (; ; await sleep(LETTER_POLL_MS)) {
      const { letters } = (await this.ask('/api/dead-letters')) as unknown as { letters: { number: number; cause: string }[] };
      const found = letters.find(({ cause }) => cause.endsWith(text));
      if (found) return found.number;
    }
  }

  #connect(kind: 'phone' | 'desktop'): Omit<ConnectedUser, 'userId'> {
    const gates = this.#services?.byRole('gate').map(({ addresses }) => addresses.tcp ?? '') ?? [];
    const client = createClient({ gates, device: { kind, name: `a ${kind}` } });
    this.#clients.push(client);
    const seen = { client, ends: [] as EndReason[], notices: [] as string[], texts: [] as string[] };
    client.on('closed', ({ reason }) => seen.ends.push(reason));
    client.on('notice', ({ text }) => seen.notices.push(text));
    client.on('message', ({ text }) => seen.texts.push(text));
    return seen;
  }

  /** Ten users in a ring. */
  async #startLoad(): Promise<void> {
    const users = await Promise.all(Array.from({ length: 10 }, (_, n) => this.register(`Load${n}`)));
    let next = 0;
    this.#load = setInterval(() => {
      const from = users[next++ % users.length];
      const to = users[next % users.length];
      // An SDK sends what a drained gate did not take once more by itself.
      if (from && to) from.client.send(to.userId, `message ${next}`).catch(() => undefined);
    }, 1000 / LOAD_PER_SECOND);
  }
}
