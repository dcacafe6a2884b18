// Signatures on a real Kafka: what a stranger can write, and keys that are rotated while users talk.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { type Client, createClient } from '../client/sdk/node.ts';
import { kafkaBus } from '../infra/kafka/bus.ts';
import type { Log, PackSigner } from '../infra/ports/index.ts';
import { gatePackSigner } from '../infra/process/pack-keys.ts';
import { describeReal, type RealServers, realServers } from '../infra/testing/real-servers.ts';
import { signedPack } from '../infra/testing/test-packs.ts';
import { newId } from '../proto/ids.ts';
import { partitionOf } from '../proto/partition.ts';
import { allServices, im, rpcsByNumber, topicNames } from '../proto/rpc.ts';
import {
  generateSecrets,
  type ServiceProcess,
  type ServiceProcesses,
  startServices,
} from '../tools/servers/service-processes.ts';

const PASSWORD = 'correct horse battery';
const PARTITIONS = 8;
const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describeReal('signed records', ['kafka', 'mysql', 'redis'], () => {
  let servers: RealServers<'kafka' | 'mysql' | 'redis'>;
  let services: ServiceProcesses;
  let unverified: string[];
  const secrets = generateSecrets();
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function start(counts: { gate: number; auth: number; logic: number }): Promise<void> {
    servers = await realServers(['kafka', 'mysql', 'redis']);
    ends.push(() => servers.release());
    unverified = [];
    const onLine = (line: string): void => void (line.includes('"unverified record') && unverified.push(line));
    services = await startServices({ ...servers.env, ...secrets, IM_REGISTRATION: 'open' }, counts, { onLine });
    ends.push(() => services.stop());
    await services.waitUntilReady();
  }

  async function newUser(): Promise<{ client: Client; userId: string; name: string; texts: string[] }> {
    const gates = services.byRole('gate').map(({ addresses }) => addresses.tcp ?? '');
    const client = createClient({ gates, from: 'beginning', timing: { reconnectMinMs: 20, reconnectMaxMs: 200 } });
    ends.push(() => client.close());
    const name = newId();
    const texts: string[] = [];
    client.on('message', ({ own, text }) => void (own || texts.push(text)));
    const { userId } = await client.register({ name, password: PASSWORD });
    return { client, userId, name, texts };
  }

  test('what a stranger writes to Kafka, even with the key of the gates for all but client commands, has no effect', async () => {
    await start({ gate: 1, auth: 1, logic: 1 });
    const [alice, bob] = [await newUser(), await newUser()];
    const topics = topicNames(servers.generation);
    const bus = kafkaBus({ brokers: [servers.kafka], replication: 1, instance: 'stranger', log: silent });
    ends.push(() => bus.close());

    // A stranger who reads Kafka knows where bob is connected.
    const commands: im.Envelope[] = [];
    const bobsPartition = { topic: topics.service('Logic'), partition: partitionOf(bob.userId, PARTITIONS) };
    await bus.follow({
      ...bobsPartition,
      onGap: () => undefined,
      onRecords: (records) => commands.push(...records.flatMap(({ value }) => im.Pack.decode(value).envelopes as im.Envelope[])),
    });
    await bob.client.send(alice.userId, 'hello');
    await expect.poll(() => commands.find(({ userId }) => userId === bob.userId)).toBeDefined();
    const { connection, replyTo } = commands.find(({ userId }) => userId === bob.userId) as im.Envelope;
    const target = { instance: replyTo?.instance ?? '', targets: [connection] };

    const unsigned: PackSigner = { sign: (message) => message };
    const ofTheGates = gatePackSigner([Buffer.from(secrets.IM_PACK_GATE_SECRET, 'base64url')]);
    const rpcs = [...rpcsByNumber(allServices()).values()];
    const commandOf = (name: string, request: object, userId = ''): im.Envelope.$Properties => {
      const rpc = rpcs.find((candidate) => candidate.name === name);
      if (!rpc) throw new Error(`no rpc ${name}`);
      const payload = rpc.request.encode(request).finish();
      return { kind: im.Envelope.Kind.COMMAND, rpc: rpc.number, requestId: 1, userId, acceptedAt: Date.now(), payload };
    };
    const forgedMessage = { clientMessageId: Buffer.alloc(16, 1), toUserId: bob.userId, text: 'forged' };
    const push = im.Push.encode({ messageStored: { text: 'pushed', senderId: alice.userId, seq: 2 } }).finish();
    const forged: [place: { topic: string; partition: number }, envelope: im.Envelope.$Properties, signers: PackSigner[]][] = [
      [
        { topic: topics.service('Logic'), partition: partitionOf(alice.userId, PARTITIONS) },
        commandOf('Logic.SendMessage', forgedMessage, alice.userId),
        [unsigned],
      ],
      [
        { topic: topics.service('Auth'), partition: 0 },
        commandOf('Auth.DisableAccount', { account: bob.name, disabled: true }),
        [unsigned, ofTheGates],
      ],
      [
        { topic: topics.service('Logic'), partition: partitionOf(bob.userId, PARTITIONS) },
        commandOf('Logic.EraseUser', {}, bob.userId),
        [unsigned, ofTheGates],
      ],
      [
        { topic: topics.gate, partition: replyTo?.partition ?? 0 },
        { kind: im.Envelope.Kind.PUSH, ...target, payload: push, pushId: 'forged' },
        [unsigned, ofTheGates],
      ],
      [
        { topic: topics.gate, partition: replyTo?.partition ?? 0 },
        {
          kind: im.Envelope.Kind.CLOSE,
          ...target,
          payload: im.Close.encode({ reason: im.CloseReason.ACCOUNT_CLOSED }).finish(),
        },
        [unsigned, ofTheGates],
      ],
    ];
    const records = forged.flatMap(([place, envelope, signers]) =>
      signers.map((signer, i) => signedPack(place, { producer: `stranger-${i}`, envelopes: [envelope] }, signer)),
    );
    await bus.publish(records);
    await expect.poll(() => unverified.length, { timeout: 20_000 }).toBe(records.length);
    await alice.client.send(bob.userId, 'genuine');
    await expect.poll(() => bob.texts).toEqual(['genuine']);
    const again = createClient({ gates: [services.byRole('gate')[0]?.addresses.tcp ?? ''] });
    ends.push(() => again.close());
    expect((await again.logIn(bob.name, PASSWORD)).userId).toBe(bob.userId);
    expect(services.all.every((service) => service.isRunning())).toBe(true);
  }, 120_000);

  test('while the secrets are rotated process by process, no message is lost and nothing fails to verify', async () => {
    await start({ gate: 2, auth: 1, logic: 2 });
    const [alice, bob] = [await newUser(), await newUser()];
    const next = generateSecrets();
    type Setting = 'IM_PACK_GATE_SECRET' | 'IM_PACK_SERVICE_SECRET' | 'IM_PACK_PUBLIC_KEY';
    const appended = (setting: Setting) => ({ [setting]: `${secrets[setting]},${next[setting]}` });
    const first = (setting: Setting) => ({ [setting]: `${next[setting]},${secrets[setting]}` });
    const alone = (setting: Setting) => ({ [setting]: next[setting] });
    // The table of docs/operations.md, both secrets at once.
    const steps = [
      {
        services: { ...appended('IM_PACK_GATE_SECRET'), ...appended('IM_PACK_SERVICE_SECRET') },
        gates: appended('IM_PACK_PUBLIC_KEY'),
      },
      { services: first('IM_PACK_SERVICE_SECRET'), gates: first('IM_PACK_GATE_SECRET') },
      {
        services: { ...alone('IM_PACK_GATE_SECRET'), ...alone('IM_PACK_SERVICE_SECRET') },
        gates: { ...alone('IM_PACK_GATE_SECRET'), ...alone('IM_PACK_PUBLIC_KEY') },
      },
    ];
    let isRotating = true;
    const sent: string[] = [];
    const sending = (async () => {
      for (let i = 0; isRotating; i++) {
        await alice.client.send(bob.userId, `message ${i}`);
        sent.push(`message ${i}`);
        await sleep(20);
      }
    })();
    const restart = async (service: ServiceProcess, env: Readonly<Record<string, string>>): Promise<void> => {
      await service.kill('SIGTERM');
      await service.restart(env);
    };
    for (const step of steps) {
      for (const role of ['auth', 'logic'] as const)
        for (const service of services.byRole(role)) await restart(service, step.services);
      for (const gate of services.byRole('gate')) await restart(gate, step.gates);
    }
    isRotating = false;
    await sending;
    await expect.poll(() => bob.texts, { timeout: 30_000 }).toEqual(sent);
    expect(sent.length).toBeGreaterThan(20);
    expect(unverified).toEqual([]);
    // Only the new keys are left.
    const again = createClient({ gates: [services.byRole('gate')[0]?.addresses.tcp ?? ''] });
    ends.push(() => again.close());
    expect((await again.logIn(bob.name, PASSWORD)).userId).toBe(bob.userId);
  }, 300_000);
});
