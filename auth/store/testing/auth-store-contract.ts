// What every store of auth promises, as tests: one account a name and an address, one session a request, one living connection a session.
import { afterAll, beforeAll, describe } from 'vitest';
import { accountsContract } from './accounts-contract.ts';
import { type AuthStoreFixture, commandRunner, type ProcessPair } from './auth-store-fixture.ts';
import { batchContract } from './batch-contract.ts';
import { concurrencyContract } from './concurrency-contract.ts';
import { sessionsContract } from './sessions-contract.ts';

export function authStoreContract(name: string, makeWorld: () => Promise<AuthStoreFixture>): void {
  describe(`${name} keeps the promises of AuthStored:`, () => {
    let running: ProcessPair | undefined;
    const processes = (): ProcessPair => {
      if (!running) throw new Error('tests run after their world was made');
      return running;
    };
    beforeAll(async () => {
      const fixture = await makeWorld();
      running = { fixture, one: await commandRunner(fixture.connect()), other: await commandRunner(fixture.connect()) };
    });
    afterAll(() => running?.fixture.close());

    describe('accounts', () => accountsContract(processes));
    describe('sessions', () => sessionsContract(processes));
    describe('in one batch', () => batchContract(processes));
    describe('in two processes', () => concurrencyContract(processes));
  });
}
