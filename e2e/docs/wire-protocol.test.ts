// Checks docs/wire-protocol.md against the contract: its bytes decode, and its tables are complete.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ImError, toFailure } from '../../proto/errors.ts';
import { FrameDecoder } from '../../proto/framing.ts';
import { allServices, im, rpcsByNumber } from '../../proto/rpc.ts';

const document = readFileSync(join(import.meta.dirname, '../..', 'docs', 'wire-protocol.md'), 'utf8');

/** The frames of the dump: hex digits of each line up to the comment. */
function dumpedFrames(): im.Frame[] {
  const lines = document.slice(document.indexOf('## A session, byte by byte')).split('\n');
  const digits = lines.flatMap((line) => /^ {4}[<> ] ((?:\s*[0-9a-f]{2,})+)\s{2,}/.exec(`${line}  `)?.[1] ?? []);
  const frames: im.Frame[] = [];
  const sink = { onFrame: (bytes: Uint8Array) => void frames.push(im.Frame.decode(bytes)) };
  expect(new FrameDecoder(1000).push(Buffer.from(digits.join('').replaceAll(/\s/g, ''), 'hex'), sink)).toBeUndefined();
  return frames;
}

test('the annotated bytes are frames of a session', () => {
  const frames = dumpedFrames();
  const { Kind } = im.Frame;
  const kinds = [
    Kind.HELLO,
    Kind.HELLO,
    Kind.COMMAND,
    Kind.REPLY,
    Kind.COMMAND,
    Kind.REPLY,
    Kind.PUSH,
    Kind.REPLY,
    Kind.PING,
    Kind.PONG,
    Kind.CLOSE,
  ];
  expect(frames.map(({ kind }) => kind)).toEqual(kinds);
  const payload = (index: number): Uint8Array => frames[index]?.payload ?? new Uint8Array();
  expect(im.Hello.decode(payload(0))).toMatchObject({
    maxFrameBytes: 65_536,
    heartbeatIntervalMs: 30_000,
    idleTimeoutMs: 75_000,
  });
  expect(im.Hello.decode(payload(0))).toMatchObject({ logInTimeoutMs: 15_000, maxPendingCommands: 64, gateInstance: 'g1' });
  expect(im.ClientHello.decode(payload(1))).toMatchObject({ protocolVersion: 1, deviceKind: 'phone', language: 'en' });
  expect(im.LoggedIn.decode(payload(3))).toMatchObject({
    userId: 'U1',
    name: 'alice',
    sessionId: 'S1',
    token: 'T0K',
    tokenLivesSeconds: 2_592_000,
  });
  expect(im.SendMessageRequest.decode(payload(4))).toMatchObject({ toUserId: 'U2', text: 'hi' });
  expect(im.SendMessageReply.decode(payload(5))).toMatchObject({ messageId: 'C1.7', seq: 7, time: 1_750_000_000_000 });
  expect(im.Push.decode(payload(6)).messageStored).toMatchObject({ conversationId: 'C1', seq: 8, senderId: 'U2', text: 'yo' });
  expect(frames[7]?.failure).toMatchObject({ code: im.Code.NO_SUCH_USER, message: 'no such user' });
  expect(im.Close.decode(payload(10))).toMatchObject({
    reason: im.CloseReason.GATE_STOPPING,
    reconnect: true,
    reconnectAfterMs: 500,
  });
});

test('every rpc that a client may call is in the table with its number and access', () => {
  for (const { number, service, handler, access } of rpcsByNumber(allServices()).values()) {
    if (access === 'INTERNAL') continue;
    const name = `${service}.${handler.charAt(0).toUpperCase()}${handler.slice(1)}`;
    expect(document).toContain(`| ${number} | ${name} | ${access} |`);
  }
});

test('the number of the example in the guide for a new command is free', () => {
  const guide = readFileSync(join(import.meta.dirname, '../..', 'docs', 'add-a-command.md'), 'utf8');
  const numbers = [...guide.matchAll(/option \(number\) = (\d+)/g)].map(([, number]) => Number(number));
  expect(numbers).toHaveLength(1);
  expect(numbers.filter((number) => rpcsByNumber(allServices()).has(number))).toEqual([]);
});

test('the document names every file of the contract with its contents', () => {
  const files = readdirSync(join(import.meta.dirname, '../..', 'proto')).filter((file) => file.endsWith('.proto'));
  const rows = document.split('\n').filter((line) => line.startsWith('| `'));
  for (const file of files)
    expect(
      rows.some((row) => row.includes(`\`${file}\``)),
      file,
    ).toBe(true);
});

test('every failure code and close reason is explained under its number, with the right advice', () => {
  for (const [name, number] of Object.entries(im.Code).filter(([, number]) => number !== 0)) {
    const row = document.split('\n').find((line) => line.includes(`${number} ${name} `));
    expect(row, name).toBeDefined();
    const { retry } = toFailure(new ImError(name as keyof typeof im.Code, ''));
    expect(row?.includes('| resend'), name).toBe(retry === im.Retry.RESEND);
  }
  for (const [name, number] of Object.entries(im.CloseReason).filter(([, number]) => number !== 0))
    expect(document).toContain(`${number} ${name} `);
});
