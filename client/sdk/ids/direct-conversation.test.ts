import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as server from '../../../proto/ids.ts';
import { directConversationId } from './direct-conversation.ts';
import { sha256 } from './sha256.ts';

test('a client on any platform derives the id of a direct conversation that the server derives', () => {
  for (let pair = 0; pair < 50; pair += 1) {
    const [one, other] = [server.newId(), server.newId()];
    expect(directConversationId(one, other)).toBe(server.directConversationId(one, other));
    expect(directConversationId(other, one)).toBe(server.directConversationId(one, other));
    expect(directConversationId(one, one)).toBe(server.directConversationId(one, one));
  }
});

test('sha256 has the digest of node:crypto for every length over two blocks', () => {
  for (let length = 0; length <= 130; length += 1) {
    const message = Uint8Array.from({ length }, (_, at) => (at * 31 + length) % 256);
    expect(Buffer.from(sha256(message)).toString('hex')).toBe(createHash('sha256').update(message).digest('hex'));
  }
});
