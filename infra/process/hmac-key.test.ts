import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { HmacKey } from './hmac-key.ts';

test.each([0, 1, 20, 55, 56, 63, 64, 65, 1000, 70_000, 300_000])(
  'a message of %i bytes gets the HMAC that Node computes',
  (bytes) => {
    for (const keyBytes of [0, 1, 32, 64]) {
      const key = randomBytes(keyBytes);
      const message = randomBytes(bytes);
      for (const prefix of ['', 'im.logic.1/7\n'])
        expect(new HmacKey(key).sign(prefix, message)).toEqual(createHmac('sha256', key).update(prefix).update(message).digest());
    }
  },
);

test('two keys in turn do not disturb each other', () => {
  const [one, two] = [new HmacKey(Buffer.from('one')), new HmacKey(Buffer.from('two'))];
  const message = Buffer.from('a message');
  const first = one.sign('', message);
  const second = two.sign('', message);
  expect(first).not.toEqual(second);
  expect(one.sign('', message)).toEqual(first);
});

test('a key of more than a block is refused', () => {
  expect(() => new HmacKey(Buffer.alloc(65))).toThrow(RangeError);
});
