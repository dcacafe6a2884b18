// For tests: every command of Auth, as it is sent to the tables of test-plans-data.ts. Each is called by users of its own, since many of them end what they begin with.
import { randomBytes } from 'node:crypto';
import { authHandlers } from '../../auth/handlers.ts';
import type { Passwords } from '../../auth/password.ts';
import type { AccountReader } from '../../auth/ports.ts';
import { connection, credentials, fakeCodes, OPEN } from '../../auth/test-world.ts';
import { tokens } from '../../auth/tokens.ts';
import { type Caller, im, type RpcsOf } from '../../proto/contract.ts';
import { embeddedBackOff } from '../embedded/back-off.ts';
import { nth, SIZES, user } from './test-plans-data.ts';

export type AuthRpc = keyof RpcsOf<im.Auth>;
export const PASSWORD = 'correct horse';
const MANY = 40;

type Asked = (n: number, caller: Caller) => object;

/** Auth's handlers, and what the `n`th user asks them for. */
export function authCalls(passwords: Passwords, accounts: AccountReader) {
  const codes = fakeCodes();
  const issued = tokens([randomBytes(32)]);
  const handlers = authHandlers({ passwords, tokens: issued, accounts, codes, backOff: embeddedBackOff(), settings: OPEN });
  const clientRequestId = (): Buffer => randomBytes(16);
  const address = (n: number): string => `user${n}@example.org`;
  const mailed = (to: string, purpose: im.CodePurpose): string => {
    codes.mail(to, purpose, '123456');
    return '123456';
  };
  const asked: { readonly [K in AuthRpc]: Asked } = {
    register: (n) => credentials(`new${n}`),
    logIn: (n) => credentials(`user${n}`),
    resume: (n) => ({ token: issued.issue(nth('session', n)) }),
    logOut: () => ({}),
    refreshToken: () => ({}),
    logOutEverywhere: () => ({}),
    listSessions: () => ({}),
    endSession: (n) => ({ session: nth('session', n + SIZES.users) }),
    changePassword: () => ({ clientRequestId: clientRequestId(), currentPassword: PASSWORD, newPassword: 'battery staple' }),
    resetPassword: (n) => ({
      clientRequestId: clientRequestId(),
      address: address(n),
      code: mailed(address(n), im.CodePurpose.RESET_PASSWORD),
      newPassword: 'battery staple',
    }),
    changeAddress: (n) => ({
      clientRequestId: clientRequestId(),
      address: `new${n}@example.org`,
      code: mailed(`new${n}@example.org`, im.CodePurpose.CHANGE_ADDRESS),
      password: PASSWORD,
    }),
    deleteAccount: () => ({ password: PASSWORD }),
    exportAccount: () => ({}),
    disableAccount: (n) => ({ account: n % 2 === 0 ? `user${n}` : user(n), disabled: true }),
  };
  const own = (n: number): Caller => connection({ user: user(n), session: nth('session', n), epoch: 1 });
  const anonymous = new Set<string>(['register', 'logIn', 'resume', 'resetPassword']);
  const callerOf = (rpc: AuthRpc, n: number): Caller =>
    rpc === 'disableAccount' ? connection({ connection: 0 }) : anonymous.has(rpc) ? connection() : own(n);
  let next = 0;
  /** The next user's call. */
  function call(rpc: AuthRpc) {
    const n = next++;
    const caller = callerOf(rpc, n);
    return { caller, request: asked[rpc](n, caller) };
  }
  return {
    handlers,
    rpcs: Object.keys(asked) as AuthRpc[],
    alone: (rpc: AuthRpc) => [call(rpc)],
    many: (rpc: AuthRpc) => Array.from({ length: MANY }, () => call(rpc)),
  };
}
