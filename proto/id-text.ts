// The text of an id, for every platform: ids.ts makes and decodes ids with what Node has.

const ID = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** True if the text is an id in its only valid spelling. Any other text ("a@b.c", 日本語, '') is not an id. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** The id of a message. It is derived, never stored. */
export function formatMessageId(conversationId: string, seq: number): string {
  return `${conversationId}.${seq}`;
}
