// Users at their terminals, against an embedded server in this process.
import { join } from 'node:path';
import { type Client, createClient } from '../../../client/sdk/node.ts';
import { startTerminalUser, type TerminalUser } from '../../../client/terminal/testing/terminal-user.ts';
import { type EmbeddedServerFixture, embeddedServerFixture } from '../../testing/embedded-server-fixture.ts';

const PASSWORD = 'longenough';

export interface TerminalFixture {
  readonly server: EmbeddedServerFixture;
  /** Starts a chat, which registers the name if it is free and keeps a state file per name. Resolves after the greeting. */
  signIn(name: string, options?: { readonly terminal?: boolean; readonly flags?: readonly string[] }): Promise<TerminalUser>;
  /** Makes friends of a user and others, who have signed in before. */
  befriend(name: string, ...others: readonly string[]): Promise<void>;
}

/** Call it at the top level of a test file: it starts the services before the first test and stops them after the last one. */
export function terminalFixture(): TerminalFixture {
  const server = embeddedServerFixture({ IM_ATTEMPTS_PER_IP: '1000' });
  async function logIn(name: string): Promise<Client> {
    const client = createClient({ gates: [server.tcp] });
    await client.logIn(name, PASSWORD);
    return client;
  }
  return {
    server,
    async befriend(name, ...others) {
      const [one, ...rest] = await Promise.all([name, ...others].map(logIn));
      for (const other of rest) {
        await one?.call.logic.requestFriend({ userId: other.me?.userId ?? '' });
        await other.call.logic.answerFriendRequest({ userId: one?.me?.userId ?? '', accept: true });
      }
      for (const client of [one, ...rest]) client?.close();
    },
    async signIn(name, { terminal = false, flags = [] } = {}) {
      const state = join(server.folder, `${name}.json`);
      const allFlags = ['--as', name, '--gate', server.tcp, '--state', state, '--device', 'desktop', ...flags];
      const user = startTerminalUser({ flags: allFlags, environment: { IM_PASSWORD: PASSWORD }, terminal });
      await user.sees(flags.includes('zh') ? name : 'Welcome');
      return user;
    },
  };
}
