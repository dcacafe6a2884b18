// Users at their terminals, against an embedded server in this process.
import { join } from 'node:path';
import { startTerminalUser, type TerminalUser } from '../../../client/terminal/testing/terminal-user.ts';
import { type EmbeddedServerFixture, embeddedServerFixture } from '../../testing/embedded-server-fixture.ts';

export interface TerminalFixture {
  readonly server: EmbeddedServerFixture;
  /** Starts a chat, which registers the name if it is free and keeps a state file per name. Resolves after the greeting. */
  signIn(name: string, options?: { readonly terminal?: boolean; readonly flags?: readonly string[] }): Promise<TerminalUser>;
}

/** Call it at the top level of a test file: it starts the services before the first test and stops them after the last one. */
export function terminalFixture(): TerminalFixture {
  const server = embeddedServerFixture({ IM_ATTEMPTS_PER_IP: '1000' });
  return {
    server,
    async signIn(name, { terminal = false, flags = [] } = {}) {
      const state = join(server.folder, `${name}.json`);
      const allFlags = ['--as', name, '--gate', server.tcp, '--state', state, '--device', 'desktop', ...flags];
      const user = startTerminalUser({ flags: allFlags, environment: { IM_PASSWORD: 'longenough' }, terminal });
      await user.sees(flags.includes('zh') ? name : 'Welcome');
      return user;
    },
  };
}
