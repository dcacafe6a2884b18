import fc from 'fast-check';
import type protobuf from 'protobufjs/light.js';
import { describe, expect, test } from 'vitest';
import { allServices, im, rpcsByNumber } from '../../../proto/rpc.ts';
import { anyMessage } from '../../testing/any-message.ts';
import { readJsonFrame, writeJsonFrame } from './frames.ts';
import { messageFromJson, messageToJson, WrongJson } from './messages.ts';

const RPCS = rpcsByNumber(allServices());
const asType = (message: object): protobuf.Type => message as unknown as protobuf.Type;
const CLIENT_TYPES = [
  im.Push,
  im.Hello,
  im.ClientHello,
  im.Close,
  ...[...RPCS.values()].filter(({ access }) => access !== 'INTERNAL').flatMap(({ request, reply }) => [request, reply]),
].map(asType);

test('the JSON of every message that clients send and receive is the same message', () => {
  for (const type of new Set(CLIENT_TYPES)) {
    const check = fc.property(anyMessage(type), (message) => {
      const decoded = type.decode(type.encode(message).finish());
      const json = JSON.parse(JSON.stringify(messageToJson(type, decoded)));
      const again = type.decode(type.encode(messageFromJson(type, json, 'it')).finish());
      const isSame = Buffer.from(type.encode(again).finish()).equals(type.encode(decoded).finish());
      if (!isSame) throw new Error(`${type.name} differs after ${JSON.stringify(json)}`);
    });
    fc.assert(check, { numRuns: 8, seed: 7 });
  }
}, 60_000);

describe('the JSON mapping', () => {
  test('JSN-1, JSN-2, JSN-3, JSN-4, JSN-5: 64 bits are a string, bytes base64, enums names, defaults absent', () => {
    const message = { seq: 7, clientMessageId: Buffer.from([255, 254]), kind: im.MessageKind.EDITED, text: '', time: 1 };
    expect(messageToJson(asType(im.Message), im.Message.decode(im.Message.encode(message).finish()))).toEqual({
      seq: '7',
      clientMessageId: '//4=',
      kind: 'EDITED',
      time: '1',
    });
  });

  test('JSN-6: reads what the mapping allows: names of proto files, base64url, digits, null, numbers of enums', () => {
    const read = messageFromJson(
      asType(im.SendMessageRequest),
      { client_message_id: '__4', toUserId: null, kind: 4, reply_to: '9', mentions: ['a'], text: 'hi' },
      'it',
    );
    const clientMessageId = Buffer.from([255, 254]);
    expect(read).toEqual({ clientMessageId, kind: 4, replyTo: 9, mentions: ['a'], text: 'hi' });
    const unchanged = messageFromJson(asType(im.UpdateProfileRequest), { about: '' }, 'it');
    expect(unchanged).toEqual({ about: '' });
  });

  test.each([
    [im.SendMessageRequest, { txt: 'a' }, /^it \(SendMessageRequest\) has no field "txt"; its fields: clientMessageId, /],
    [im.SendMessageRequest, { text: 7 }, /^it\.text must be a string$/],
    [im.SendMessageRequest, { mentions: 'a' }, /^it\.mentions must be a list$/],
    [im.SendMessageRequest, { mentions: ['a', 1] }, /^it\.mentions\[1\] must be a string$/],
    [im.SendMessageRequest, { clientMessageId: 'a' }, /^it\.clientMessageId must be bytes in base64$/],
    [im.SendMessageRequest, { clientMessageId: [1, 2] }, /must be bytes in base64$/],
    [im.SendMessageRequest, { replyTo: 1.5 }, /^it\.replyTo must be a whole number from 0 to 9007199254740991$/],
    [im.SendMessageRequest, { replyTo: '9007199254740993' }, /must be a whole number/],
    [im.SendMessageRequest, { replyTo: -1 }, /must be a whole number/],
    [im.SendMessageRequest, { kind: 'SONG' }, /^it\.kind must be one of TEXT, IMAGE/],
    [im.SendMessageRequest, { kind: 'toString' }, /must be one of/],
    [im.SendMessageRequest, { replyTo: 1, reply_to: 2 }, /^it has the field "replyTo" twice$/],
    [im.SendMessageRequest, [], /^it must be an object$/],
    [im.SyncRequest, { known: [{ seq: 1, bad: 2 }] }, /^it\.known\[0\] \(KnownConversation\) has no field/],
    [im.SyncRequest, JSON.parse('{"__proto__": {"limit": 1}}'), /has no field "__proto__"/],
    [im.Push, { typing: {}, notice: {} }, /^it may have one of messageStored, .* and has several$/],
  ])('%o refuses %j', (type, json, sentence) => {
    expect(() => messageFromJson(asType(type), json, 'it')).toThrow(sentence);
  });

  test('a sentence repeats the name of an unknown field, and no value', () => {
    const wrong = [
      { name: ['secret'] },
      { password: { value: 'secret' } },
      { clientRequestId: 'secret!' },
      { pasword: 'secret' },
    ];
    for (const request of wrong) {
      const read = (): unknown => messageFromJson(asType(im.LogInRequest), request, 'it');
      expect(read).toThrow(WrongJson);
      expect(read).not.toThrow(/secret/);
    }
  });

  test('a sentence repeats only the beginning of a long name', () => {
    const read = (): unknown => messageFromJson(asType(im.SyncRequest), { ['x'.repeat(60_000)]: 1 }, 'it');
    expect(read).toThrow(WrongJson);
    expect(read).not.toThrow(/x{41}/);
  });
});

test('4000 damaged frames are read or refused with a sentence, and never break the reader', () => {
  const { Kind } = im.Frame;
  const valid = [
    {
      kind: 'COMMAND',
      rpc: 201,
      requestId: 3,
      payload: { clientMessageId: 'AAECAwQFBgcICQoLDA0ODw==', text: 'hi', kind: 'TEXT' },
    },
    { kind: 'COMMAND', rpc: 210, requestId: 4, payload: { known: [{ conversationId: 'c', lastSeq: '4' }], limit: 5 } },
    { kind: 'HELLO', payload: { protocolVersion: 1, clientInstanceId: 'AAECAwQFBgcICQoLDA0ODw==' } },
    { kind: 'PING' },
  ].map((frame) => Buffer.from(JSON.stringify(frame)));
  const damaged = fc.tuple(
    fc.constantFrom(...valid),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
  );
  const tokens = fc.array(fc.constantFrom('{', '}', '[', ']', ':', ',', '"kind"', '"PING"', '1e99', 'null', '"payload"', '-0'));
  const texts = fc.oneof(
    damaged.map(([frame, changes]) =>
      changes.reduce((bytes, [at, byte]) => bytes.fill(byte, at % bytes.length, (at % bytes.length) + 1), Buffer.from(frame)),
    ),
    tokens.map((all) => Buffer.from(all.join(''))),
    fc.json().map((text) => Buffer.from(text)),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  );
  let refused = 0;
  let read = 0;
  fc.assert(
    fc.property(texts, (text) => {
      try {
        const frame = readJsonFrame(text, RPCS);
        if (frame.kind === Kind.KIND_UNSPECIFIED) throw new Error('a frame without a kind');
        if (!frame.payloadProblem) im.Frame.decode(im.Frame.encode(frame).finish());
        read += 1;
      } catch (error) {
        if (!(error instanceof WrongJson) || error.message.length > 1000) throw error;
        refused += 1;
      }
    }),
    { numRuns: 4000, seed: 11 },
  );
  expect(read).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(1000);
});

test('a text that is not JSON is refused without repeating it: it may hold a password', () => {
  const text = Buffer.from('{"kind":"COMMAND","rpc":102,"payload":{"password":"secret" "name":1}}');
  expect(() => readJsonFrame(text, RPCS)).toThrow(/^the message is not JSON: see at position \d+$/);
  expect(() => readJsonFrame(Buffer.from('secret'), RPCS)).not.toThrow(/secret/);
});

test('a deeply nested text is refused', () => {
  for (const text of ['['.repeat(65_536), '{"payload":'.repeat(5000)])
    expect(() => readJsonFrame(Buffer.from(text), RPCS)).toThrow(WrongJson);
});

test('JSN-10: frames of kinds and rpcs that the gate does not know have no payload', () => {
  const { payload } = readJsonFrame(Buffer.from('{"kind":70,"payload":{"a":1}}'), RPCS);
  expect(payload.length).toBe(0);
  expect(readJsonFrame(Buffer.from('{"kind":"COMMAND","rpc":9999,"requestId":1,"payload":{"a":1}}'), RPCS)).toMatchObject({
    rpc: 9999,
    requestId: 1,
  });
  expect(
    JSON.parse(writeJsonFrame(im.Frame.encode({ kind: 70 as never, payload: Buffer.from('a') }).finish(), RPCS).toString()),
  ).toEqual({
    kind: 70,
  });
});
