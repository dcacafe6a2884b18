// When the connection is lost, and when it is back: for a person and for a program.
import type { ChatContext } from '../chat-context.ts';

/** Shorter than the SDK's defaults for programs, because a person waits here. */
export const CHAT_TIMING = { reconnectMaxMs: 5000, callTimeoutMs: 10_000 };

export function watchConnection(
  { client, texts }: ChatContext,
  onChange: (state: 'lost' | 'back', sentence: string) => void,
): void {
  let isLost = false;
  client.on('state', ({ state, retryInMs }) => {
    if (state === 'waiting' && !isLost)
      onChange('lost', texts.connectionLost(Math.ceil(retryInMs / 1000), CHAT_TIMING.reconnectMaxMs / 1000));
    if (state === 'online' && isLost) onChange('back', texts.connectedAgain);
    isLost = state === 'waiting' || (isLost && state !== 'online');
  });
}
