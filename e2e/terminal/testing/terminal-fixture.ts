// Users at their terminals, against an embedded server in this process.
import { join } from 'node:path';
import { startTerminalUser, type TerminalUser } from '../../../client/terminal/testing/terminal-user.ts';
import { type EmbeddedServerFixture, embeddedServerFixture } from '../../testing/embedded-server-fixture.ts';

export interface TerminalFixture {
  readonly server: EmbeddedServerFixture;
  /** Somebody comes in, and is registered where nobody has his name yet; his session is kept in a file of his name. Resolves when he is greeted. */
  signIn(name: string, options?: { readonly terminal?: boolean; readonly flags?: readonly string[] }): Promise<TerminalUser>;
}

/** To be called in a test file: the services are there before its first test, and gone after its last one. */
export function terminalFixture(): TerminalFixture {
  const server = embeddedServerFixture({ ATTEMPTS_PER_IP: '1000' });
  return {
    server,
    async signIn(name, { terminal = false, flags = [] } = {}) {
      const state = join(server.folder, `${name}.json`);
      const own = ['--as', name, '--gate', server.tcp, '--state', state, '--device', 'desktop', ...flags];
      const person = startTerminalUser({ flags: own, environment: { IM_PASSWORD: 'longenough' }, terminal });
      await person.sees(flags.includes('zh') ? name : 'Welcome');
      return person;
    },
  };
}
