import { expect, test } from 'vitest';
import { CLOGIN, MESSAGES, type Packet, PacketReader, SRESPONSE, toPacket } from './packets.ts';

/** CLogin { userid "1", passwd "123" }. */
const LOG_IN = Buffer.from([0, 0, 0, 8, 0, 0, 3, 0xe8, 0x0a, 1, 0x31, 0x12, 3, 0x31, 0x32, 0x33]);

test('a packet that arrives byte by byte, or with others in one piece, is the same packet', () => {
  const reader = new PacketReader();
  const packets: Packet[] = [];
  const take = (): void => {
    for (let packet = reader.next(); packet; packet = reader.next()) packets.push(packet);
  };
  for (const byte of Buffer.concat([LOG_IN, LOG_IN])) {
    reader.push(Buffer.from([byte]));
    take();
  }
  reader.push(Buffer.concat([LOG_IN, LOG_IN]));
  take();
  expect(packets).toHaveLength(4);
  for (const { number, body } of packets) {
    expect(number).toBe(CLOGIN);
    expect(MESSAGES[number]?.decode(body)).toMatchObject({ userid: '1', passwd: '123' });
  }
});

test.each([
  ['negative', [0xff, 0xff, 0xff, 0xff, 0, 0, 3, 0xe8]],
  ['larger than any message', [0, 1, 0, 1, 0, 0, 3, 0xe8]],
  ['that of an HTTP request', [...Buffer.from('GET / HTTP/1.1')]],
])('a length that is %s ends the stream before its bytes are held', (_name, bytes) => {
  const reader = new PacketReader();
  reader.push(Buffer.from(bytes));
  expect(reader.next()).toBeUndefined();
  expect(reader.isUnreadable).toBe(true);
});

test('an answer has all its fields, as the clients of the ancestor require', () => {
  const body = MESSAGES[SRESPONSE]?.encode({ code: 0, desc: '' }).finish() ?? new Uint8Array();
  expect([...toPacket(SRESPONSE, body)]).toEqual([0, 0, 0, 4, 0, 0, 3, 0xea, 0x08, 0, 0x12, 0]);
});
