// For tests: people at their terminals, against the real gate and services in this process.
import { join } from 'node:path';
import { type EmbeddedWorld, embeddedWorld } from '../test-embedded.ts';
import { type Person, sitDown } from './test-seat.ts';

export interface House {
  readonly server: EmbeddedWorld;
  /** Somebody comes in, and is registered where nobody has his name yet; his session is kept in a file of his name. Resolves when he is greeted. */
  seat(name: string, options?: { readonly terminal?: boolean; readonly flags?: readonly string[] }): Promise<Person>;
}

/** To be called in a test file: the services are there before its first test, and gone after its last one. */
export function house(): House {
  const server = embeddedWorld({ TRIES_PER_ADDRESS: '1000' });
  return {
    server,
    async seat(name, { terminal = false, flags = [] } = {}) {
      const state = join(server.folder, `${name}.json`);
      const own = ['--as', name, '--gate', server.tcp, '--state', state, '--device', 'desktop', ...flags];
      const person = sitDown({ flags: own, environment: { IM_PASSWORD: 'longenough' }, terminal });
      await person.sees(flags.includes('zh') ? name : 'Welcome');
      return person;
    },
  };
}
