// Who may call which rpc: the table, what a gate says to clients that may not, and what a service does with such a command.
import { afterEach, describe, expect, test } from 'vitest';
import { type GateFixture, gateFixture, waitUntil } from '../gate/testing/gate-fixture.ts';
import { memoryRoutes } from '../infra/memory/routes.ts';
import { PackReader } from '../infra/messaging/pack-reader.ts';
import { decodeRecord, handlersByNumber } from '../infra/service/record-decoder.ts';
import { silentLog } from '../infra/testing/silent-log.ts';
import { signedPack, testGateSigner, testServicePacks } from '../infra/testing/test-packs.ts';
import { allServices, im, type Rpc, rpcsByNumber, topicNames } from '../proto/rpc.ts';

const ALICE = { userId: 'alice', sessionId: 'phone', epoch: 1 };
const rpcs = [...rpcsByNumber(allServices()).values()];
const namesWith = (access: Rpc['access']): string[] => rpcs.filter((rpc) => rpc.access === access).map(({ name }) => name);

// A new rpc that is not for logged-in users must be added here by hand, and its handler must check what it is given.
const PUBLIC = ['Auth.LogIn', 'Auth.Register', 'Auth.ResetPassword', 'Auth.Resume', 'Verify.RequestCode'];
const INTERNAL = [
  'Auth.DisableAccount',
  'Auth.EndSessions',
  'Auth.InspectAccount',
  'Auth.RemoveAccount',
  'Codes.CheckCode',
  'Logic.CloseGroup',
  'Logic.EraseUser',
  'Logic.InspectGroup',
  'Logic.NotifyFriends',
  'Registry.ListMembers',
  'Verify.NotifyOwner',
];

test('five rpcs are for everyone, and eleven are for services alone', () => {
  expect(namesWith('PUBLIC').sort()).toEqual(PUBLIC);
  expect(namesWith('INTERNAL').sort()).toEqual(INTERNAL);
});

describe('a gate', () => {
  let fixture: GateFixture | undefined;
  afterEach(() => fixture?.close());

  /** The code of the refusal of each rpc, and whether one of them entered the log. */
  async function refusals(names: readonly string[], logIn: boolean): Promise<{ codes: Set<string | undefined>; sent: number }> {
    fixture = await gateFixture({ routes: memoryRoutes() });
    const client = await fixture.client('tcp');
    if (logIn) await fixture.logIn(client, ALICE, 9999);
    const before = fixture.log.sent.length;
    const asked = rpcs.filter(({ name }) => names.includes(name));
    for (const { number } of asked) client.command(number, number);
    await waitUntil(() => asked.every(({ number }) => client.reply(number) !== undefined));
    return { codes: new Set(asked.map(({ number }) => client.failure(number))), sent: fixture.log.sent.length - before };
  }

  test.each([false, true])('refuses every internal rpc of a client, logged in: %s', async (logIn) => {
    expect(await refusals(INTERNAL, logIn)).toEqual({ codes: new Set(['FORBIDDEN']), sent: 0 });
  });

  test('refuses every rpc for users before the log-in', async () => {
    expect(await refusals(namesWith('USER'), false)).toEqual({ codes: new Set(['NOT_LOGGED_IN']), sent: 0 });
  });
});

describe('a service', () => {
  const topics = topicNames(1);
  const packs = testServicePacks(topics);
  const anyHandlers = new Proxy({}, { get: () => () => ({}) });

  /** What the service makes of a command that the signer has sent: "runs", or the reason why it does not. */
  function outcomeOf(rpc: Rpc, signer: typeof testGateSigner, userId = ''): string {
    const topic = topics.service(rpc.service);
    const ofService = rpcsByNumber(allServices().filter((service) => (service as { name: string }).name === rpc.service));
    const decoder = {
      source: { topic, domainEventsEnabled: false, serviceCommandsEnabled: false },
      rpcs: ofService,
      handlers: handlersByNumber<undefined>(ofService, anyHandlers),
      opener: { open: (payload: Uint8Array) => ({ payload, sealReply: (reply: Uint8Array) => reply }) },
      reader: new PackReader({ topic, verifier: packs.verifier, log: silentLog }),
      topics,
      gatePartitions: 8,
    };
    const envelopes = [{ kind: im.Envelope.Kind.COMMAND, rpc: rpc.number, requestId: 1, userId }];
    const { value } = signedPack({ topic, partition: 0 }, { producer: 'x', envelopes }, signer);
    const { commands, malformed } = decodeRecord(decoder, 0, { offset: 0, value }, 0);
    const [command] = commands;
    if (!command) return malformed[0]?.error.name ?? 'nothing';
    return command.rejection?.code ?? 'runs';
  }

  test.each(rpcs.map((rpc) => [rpc.name, rpc] as const))('runs %s for its callers only', (_, rpc) => {
    const { access } = rpc;
    expect(outcomeOf(rpc, testGateSigner, 'alice')).toBe(access === 'INTERNAL' ? 'UnverifiedRecord' : 'runs');
    const anonymous = { INTERNAL: 'UnverifiedRecord', USER: 'NOT_LOGGED_IN', PUBLIC: 'runs' }[access];
    expect(outcomeOf(rpc, testGateSigner)).toBe(anonymous);
    expect(outcomeOf(rpc, packs.signer, 'alice')).toBe('runs');
    expect(outcomeOf(rpc, { sign: (message) => message }, 'alice')).toBe('nothing');
  });
});
