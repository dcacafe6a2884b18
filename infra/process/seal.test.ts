import { expect, test } from 'vitest';
import { im } from '../../proto/rpc.ts';
import { deriveSealPublicKey, generateSealKeys, opener, sealer } from './seal.ts';

const MINUTE_MS = 60_000;
const password = Buffer.from('correct horse 日本語');

function fixture() {
  const keys = generateSealKeys();
  let now = 0;
  return {
    keys,
    gate: () => sealer(keys.publicKey, { nowMs: () => now }),
    auth: () => opener([keys.privateKey]),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('auth opens what a gate sealed, and the gate opens the sealed reply', () => {
  const { gate, auth } = fixture();
  const at = gate();
  const { payload, sealReply } = auth().open(at.seal(password));
  expect(Buffer.from(payload)).toEqual(password);
  expect(Buffer.from(at.openReply(sealReply(Buffer.from('token'))))).toEqual(Buffer.from('token'));
});

test('an empty payload and a payload of a megabyte are unchanged after sealing and opening', () => {
  const { gate, auth } = fixture();
  const at = gate();
  for (const size of [0, 1, 1 << 20]) {
    const payload = Buffer.alloc(size, 7);
    const opened = auth().open(at.seal(payload));
    expect(Buffer.compare(opened.payload, payload)).toBe(0);
    expect(Buffer.compare(at.openReply(opened.sealReply(payload)), payload)).toBe(0);
  }
});

test('a missing payload is sealed like an empty one', () => {
  const { gate, auth } = fixture();
  expect(auth().open(gate().seal(im.Frame.decode(new Uint8Array()).payload)).payload).toHaveLength(0);
});

test('a sealed payload shows nothing of its content, and sealing it twice gives different bytes', () => {
  const { gate } = fixture();
  const at = gate();
  const [one, other] = [Buffer.from(at.seal(password)), Buffer.from(at.seal(password))];
  expect(one.includes(password)).toBe(false);
  expect(one.includes('horse')).toBe(false);
  expect(one.subarray(34).equals(other.subarray(34))).toBe(false);
});

test('a sealed payload with one changed bit, or truncated, is not opened', () => {
  const { gate, auth } = fixture();
  const at = gate();
  const sealed = Buffer.from(at.seal(password));
  const reply = Buffer.from(auth().open(sealed).sealReply(password));
  const service = auth();
  for (const [bytes, open] of [
    [sealed, (b: Buffer) => service.open(b)],
    [reply, (b: Buffer) => at.openReply(b)],
  ] as const) {
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
      expect(() => open(changed), `byte ${i}`).toThrow();
      expect(() => open(bytes.subarray(0, i)), `${i} bytes`).toThrow();
    }
  }
});

test('only the gate process that sealed the request can open its reply', () => {
  const { gate, auth } = fixture();
  const [one, other] = [gate(), gate()];
  const reply = auth().open(one.seal(password)).sealReply(password);
  other.seal(password);
  expect(() => other.openReply(reply)).toThrow('did not seal');
});

test('a sealed request that is returned as a reply is not opened', () => {
  const { gate } = fixture();
  const at = gate();
  const sealed = Buffer.from(at.seal(password));
  const asReply = Buffer.concat([sealed.subarray(0, 1), sealed.subarray(2)]);
  expect(() => at.openReply(asReply)).toThrow();
});

test('an opener with another key fails, with an error that shows nothing of the payload', () => {
  const { gate } = fixture();
  const sealed = gate().seal(password);
  expect(() => opener([generateSealKeys().privateKey]).open(sealed)).toThrow('sealed for another key');
});

test('an opener with an old and a new private key opens requests for either', () => {
  const [old, fresh] = [generateSealKeys(), generateSealKeys()];
  const auth = opener([fresh.privateKey, old.privateKey]);
  for (const keys of [old, fresh]) {
    const gate = sealer(keys.publicKey);
    const { payload, sealReply } = auth.open(gate.seal(password));
    expect(Buffer.from(payload)).toEqual(password);
    expect(Buffer.from(gate.openReply(sealReply(password)))).toEqual(password);
  }
});

test('a gate changes its key pair every minute, and opens replies to an old key pair for a limited time', () => {
  const { gate, auth, pass } = fixture();
  const [at, service] = [gate(), auth()];
  const publicKeyIn = (sealed: Uint8Array): string => Buffer.from(sealed.subarray(2, 34)).toString('hex');
  const first = at.seal(password);
  const reply = service.open(first).sealReply(password);
  pass(MINUTE_MS - 1);
  expect(publicKeyIn(at.seal(password))).toBe(publicKeyIn(first));
  pass(1);
  expect(publicKeyIn(at.seal(password))).not.toBe(publicKeyIn(first));
  pass(2 * MINUTE_MS);
  at.seal(password);
  expect(Buffer.from(at.openReply(reply))).toEqual(password);
  pass(2 * MINUTE_MS);
  at.seal(password);
  expect(() => at.openReply(reply)).toThrow('too long ago');
});

test('an opener still opens requests when there are more gates than cached keys', () => {
  const { gate, auth } = fixture();
  const service = auth();
  const gates = Array.from({ length: 600 }, gate);
  for (const round of [1, 2]) {
    for (const at of gates) {
      const payload = Buffer.from(`round ${round}`);
      expect(Buffer.compare(service.open(at.seal(payload)).payload, payload)).toBe(0);
    }
  }
});

test('an opener refuses a public key of small order, because anyone can compute its shared secret', () => {
  const { gate, auth } = fixture();
  const sealed = Buffer.from(gate().seal(password));
  sealed.fill(0, 2, 34);
  expect(() => auth().open(sealed)).toThrow();
});

test('a sealing key that is not 32 bytes, raw or in base64url, is refused at start', () => {
  const keys = generateSealKeys();
  expect(deriveSealPublicKey(keys.privateKey)).toBe(keys.publicKey);
  expect(deriveSealPublicKey(Buffer.from(keys.privateKey, 'base64url'))).toBe(keys.publicKey);
  for (const wrong of ['', 'short', `${keys.publicKey}A`, `${keys.publicKey.slice(0, -1)}!`, Buffer.alloc(31)]) {
    expect(() => sealer(wrong)).toThrow('32 bytes');
    expect(() => opener([wrong])).toThrow('32 bytes');
  }
  expect(() => opener([])).toThrow('no private key');
});
