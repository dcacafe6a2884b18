// The contract of every store of auth, as tests: one account for each name and e-mail address, one session for each request, one
// connection for each session.
import { afterAll, beforeAll, describe } from 'vitest';
import { accountsContract } from './accounts-contract.ts';
import { type AuthStoreFixture, commandRunner, type ProcessPair } from './auth-store-fixture.ts';
import { batchContract } from './batch-contract.ts';
import { concurrencyContract } from './concurrency-contract.ts';
import { sessionExpiryContract } from './session-expiry-contract.ts';
import { sessionsContract } from './sessions-contract.ts';

export function authStoreContract(name: string, makeFixture: () => Promise<AuthStoreFixture>): void {
  describe(`${name} keeps the promises of AuthStore:`, () => {
    let running: ProcessPair | undefined;
    const processes = (): ProcessPair => {
      if (!running) throw new Error('a test ran before its fixture was ready');
      return running;
    };
    beforeAll(async () => {
      const fixture = await makeFixture();
      running = { fixture, one: await commandRunner(fixture.connect()), other: await commandRunner(fixture.connect()) };
    });
    afterAll(() => running?.fixture.close());

    describe('accounts', () => accountsContract(processes));
    describe('sessions', () => sessionsContract(processes));
    describe('session expiry', () => sessionExpiryContract(processes));
    describe('in one batch', () => batchContract(processes));
    describe('in two processes', () => concurrencyContract(processes));
  });
}
