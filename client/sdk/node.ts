// The SDK for Node: also over TCP and TLS.
import type { Client, ClientOptions } from './api/client.ts';
import { createClientOn } from './create-client.ts';
import { NODE_PLATFORM } from './node/transport.ts';

export * from './index.ts';

/** Creates a client of one session of one user. It connects at the first request. Throws TypeError for an invalid URL. */
export function createClient(options: ClientOptions): Client {
  return createClientOn(NODE_PLATFORM, options);
}
