import { describe, expect, test } from 'vitest';
import { domainEventVerifier, UnverifiedRecord } from '../../proto/pack-signature.ts';
import { topicNames } from '../../proto/rpc.ts';
import { derivePackPublicKey, gatePackKeys, gatePackSigner, servicePackKeys } from './pack-keys.ts';

const TOPICS = topicNames(1);
const secret = (byte: number) => Buffer.alloc(32, byte);
const [SERVICE, GATE, OTHER] = [secret(1), secret(2), secret(3)];
const MESSAGE = Buffer.from('a message');
const COMMANDS = { topic: TOPICS.service('Logic'), partition: 3 };
const REPLIES = { topic: TOPICS.gate, partition: 0 };
const EVENTS = { topic: TOPICS.events, partition: 5 };

const service = servicePackKeys({ packServiceSecrets: [SERVICE], packGateSecrets: [GATE] }, TOPICS);
const newGate = (...servicesOfGate: Buffer[]) =>
  gatePackKeys({
    packGateSecrets: [GATE],
    packPublicKeys: (servicesOfGate.length ? servicesOfGate : [SERVICE]).map(derivePackPublicKey),
  });
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

describe('who can write what', () => {
  const gate = newGate();
  const forGate = service.signer.sign(MESSAGE, REPLIES, `gate-0.${gate.publicKey}`);

  test('a service accepts commands of gates and of services, and knows which is which', () => {
    expect(service.verifier.verify(gate.signer.sign(MESSAGE, COMMANDS, ''), COMMANDS)).toEqual({
      author: 'gate',
      message: MESSAGE,
    });
    expect(service.verifier.verify(service.signer.sign(MESSAGE, COMMANDS, ''), COMMANDS)).toEqual({
      author: 'service',
      message: MESSAGE,
    });
  });

  test('a gate accepts what a service has signed for it', () => {
    expect(text(gate.verifier.verify(forGate, REPLIES)?.message)).toBe('a message');
  });

  test('a gate ignores what a service has signed for another gate, and cannot make such a record with its own keys', () => {
    const second = newGate();
    expect(second.verifier.verify(forGate, REPLIES)).toBeUndefined();
    const forged = gate.signer.sign(MESSAGE, REPLIES, `gate-1.${second.publicKey}`);
    expect(() => second.verifier.verify(forged, REPLIES)).toThrow(UnverifiedRecord);
    // The tag of a record for the first gate, which that gate could compute, with the name of the second one in it.
    const renamed = Buffer.from(forGate);
    service.signer
      .sign(MESSAGE, REPLIES, `gate-1.${second.publicKey}`)
      .slice(2, 10)
      .forEach((byte, i) => {
        renamed[2 + i] = byte;
      });
    expect(() => second.verifier.verify(renamed, REPLIES)).toThrow(UnverifiedRecord);
  });

  test('a gate accepts what it has signed for itself, and nobody else does', () => {
    const own = gate.signer.sign(MESSAGE, REPLIES, `gate-0.x.${gate.publicKey}`);
    expect(gate.verifier.verify(own, REPLIES)).toEqual({ author: 'gate', message: MESSAGE });
    expect(newGate().verifier.verify(own, REPLIES)).toBeUndefined();
    expect(() => service.verifier.verify(own, REPLIES)).toThrow(UnverifiedRecord);
    expect(() => gate.verifier.verify(own, { ...REPLIES, partition: 1 })).toThrow(UnverifiedRecord);
  });

  test('the gates cannot sign domain events, and the public key is enough to verify them', () => {
    const verify = domainEventVerifier([derivePackPublicKey(SERVICE)]);
    const record = service.signer.sign(MESSAGE, EVENTS, '');
    expect(() => verify(EVENTS, record)).not.toThrow();
    for (const forged of [gate.signer.sign(MESSAGE, EVENTS, ''), service.signer.sign(MESSAGE, COMMANDS, ''), forGate, MESSAGE])
      expect(() => verify(EVENTS, forged)).toThrow(UnverifiedRecord);
    expect(() => verify({ ...EVENTS, partition: 4 }, record)).toThrow(UnverifiedRecord);
    const changed = Buffer.from(record);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(() => verify(EVENTS, changed)).toThrow('does not fit');
  });

  test.each(['gate-0', '', 'gate-0.', `gate.${'A'.repeat(43)}`, `gate.${'!'.repeat(43)}`, `gate.${'A'.repeat(44)}`])(
    'a record for the name %j, which holds no key, is signed, and no gate accepts it',
    (name) => {
      expect(() => gate.verifier.verify(service.signer.sign(MESSAGE, REPLIES, name), REPLIES)).toThrow(UnverifiedRecord);
    },
  );
});

describe.each([
  ['a service', service.verifier, COMMANDS, () => gatePackSigner([GATE]).sign(MESSAGE, COMMANDS, '')],
  ...[newGate()].map(
    (gate) => ['a gate', gate.verifier, REPLIES, () => service.signer.sign(MESSAGE, REPLIES, `gate.${gate.publicKey}`)] as const,
  ),
] as const)('%s refuses', (_, verifier, place, makeRecord) => {
  test('a record at another place', () => {
    const record = makeRecord();
    expect(verifier.verify(record, place)?.message).toEqual(MESSAGE);
    const elsewhere = [
      { ...place, partition: place.partition + 1 },
      { ...place, topic: `${place.topic}1` },
      { ...place, topic: TOPICS.service('Auth') },
    ];
    for (const other of elsewhere) expect(() => verifier.verify(record, other)).toThrow('does not fit');
  });

  test('a record with any byte changed, and every beginning of it', () => {
    const record = makeRecord();
    for (let at = 0; at < record.length; at++) {
      const changed = Buffer.from(record);
      changed[at] = (changed[at] ?? 0) ^ 1;
      // A record for another gate is ignored instead.
      expect(at).toSatisfy(() => refuses(() => verifier.verify(changed, place)));
      expect(at).toSatisfy(() => refuses(() => verifier.verify(record.subarray(0, at), place)));
    }
  });

  test('unsigned packs, garbage and nothing', () => {
    for (const bytes of [MESSAGE, Buffer.alloc(0), Buffer.from([0x7a]), Buffer.alloc(5000, 0x7a), Buffer.from([0x7a, 24])])
      expect(() => verifier.verify(bytes, place)).toThrow('no signature');
  });
});

function refuses(verify: () => unknown): boolean {
  try {
    return verify() === undefined;
  } catch (error) {
    return error instanceof UnverifiedRecord;
  }
}

describe('while keys are rotated', () => {
  const servicesWith = (packServiceSecrets: Buffer[], packGateSecrets: Buffer[]) =>
    servicePackKeys({ packServiceSecrets, packGateSecrets }, TOPICS);

  test('services accept both gate secrets, and gates sign with the first one', () => {
    const { verifier } = servicesWith([SERVICE], [GATE, OTHER]);
    for (const secrets of [[GATE], [OTHER, GATE]]) {
      const record = gatePackSigner(secrets).sign(MESSAGE, COMMANDS, '');
      expect(verifier.verify(record, COMMANDS)?.author).toBe('gate');
    }
    const removed = servicesWith([SERVICE], [OTHER]);
    expect(() => removed.verifier.verify(gatePackSigner([GATE]).sign(MESSAGE, COMMANDS, ''), COMMANDS)).toThrow('unknown key');
  });

  test('services, gates and readers of events accept both service secrets', () => {
    const gate = newGate(SERVICE, OTHER);
    const readEvents = domainEventVerifier([SERVICE, OTHER].map(derivePackPublicKey));
    const both = servicesWith([SERVICE, OTHER], [GATE]);
    for (const { signer } of [both, servicesWith([OTHER, SERVICE], [GATE])]) {
      expect(both.verifier.verify(signer.sign(MESSAGE, COMMANDS, ''), COMMANDS)?.author).toBe('service');
      expect(gate.verifier.verify(signer.sign(MESSAGE, REPLIES, `gate.${gate.publicKey}`), REPLIES)).toBeDefined();
      expect(() => readEvents(EVENTS, signer.sign(MESSAGE, EVENTS, ''))).not.toThrow();
    }
    const late = newGate(SERVICE);
    const record = servicesWith([OTHER], [GATE]).signer.sign(MESSAGE, REPLIES, `gate.${late.publicKey}`);
    expect(() => late.verifier.verify(record, REPLIES)).toThrow('unknown key');
  });

  test('a process without a secret to sign with does not start', () => {
    expect(() => servicesWith([], [GATE])).toThrow('IM_PACK_SERVICE_SECRET');
    expect(() => gatePackSigner([])).toThrow('IM_PACK_GATE_SECRET');
    expect(() => gatePackKeys({ packGateSecrets: [GATE], packPublicKeys: [Buffer.alloc(32)] })).toThrow('64');
  });
});
