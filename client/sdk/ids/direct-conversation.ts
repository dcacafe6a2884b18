// The id of a direct conversation, on every platform: proto/ids.ts is the server's version.
import { encodeBase64Url } from './bytes.ts';
import { sha256 } from './sha256.ts';

const ID_BYTES = 16;

/** The direct conversation of two users in either order, or of a user with themselves: 16 bytes of a hash over the sorted ids. */
export function directConversationId(one: string, other: string): string {
  const pair = one < other ? `${one}:${other}` : `${other}:${one}`;
  return encodeBase64Url(sha256(new TextEncoder().encode(pair)).subarray(0, ID_BYTES));
}
