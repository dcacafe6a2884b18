// Calls of every command of Auth for the query-plan tests, on the tables of large-tables.ts. Each command has its own users,
// because many commands end sessions or delete accounts.
import { randomBytes } from 'node:crypto';
import { authHandlers } from '../../../auth/handlers.ts';
import type { PasswordHasher } from '../../../auth/password/password-hasher.ts';
import type { AccountReader } from '../../../auth/ports.ts';
import { sessionTokens } from '../../../auth/session-tokens.ts';
import { credentials, fakeVerificationCodes, newCaller, OPEN_SETTINGS } from '../../../auth/testing/auth-fixture.ts';
import { memoryBudgets } from '../../../infra/memory/budgets.ts';
import { type Caller, im, type RpcsOf } from '../../../proto/rpc.ts';
import { nthId, SIZES, userId } from './large-table-ids.ts';

export type AuthRpcName = keyof RpcsOf<im.Auth>;
export const PASSWORD = 'correct horse';
const MANY = 40;

type Asked = (n: number, caller: Caller) => object;

/** Auth's handlers, and the request of the `n`th user to each. */
export function authCalls(passwords: PasswordHasher, accounts: AccountReader) {
  const codes = fakeVerificationCodes();
  const issued = sessionTokens([randomBytes(32)]);
  const handlers = authHandlers({
    passwords,
    tokens: issued,
    accounts,
    codes,
    budgets: memoryBudgets(),
    settings: OPEN_SETTINGS,
  });
  const clientRequestId = (): Buffer => randomBytes(16);
  const address = (n: number): string => `user${n}@example.org`;
  const mailed = (to: string, purpose: im.CodePurpose): string => {
    codes.issue(to, purpose, '123456');
    return '123456';
  };
  const asked: { readonly [K in AuthRpcName]: Asked } = {
    register: (n) => credentials(`new${n}`),
    logIn: (n) => credentials(`user${n}`),
    resume: (n) => ({ token: issued.issue(nthId('session', n)) }),
    logOut: () => ({}),
    refreshToken: () => ({}),
    logOutEverywhere: () => ({}),
    listSessions: () => ({}),
    endSession: (n) => ({ sessionId: nthId('session', n + SIZES.users) }),
    changePassword: () => ({ clientRequestId: clientRequestId(), currentPassword: PASSWORD, newPassword: 'battery staple' }),
    resetPassword: (n) => ({
      clientRequestId: clientRequestId(),
      email: address(n),
      code: mailed(address(n), im.CodePurpose.RESET_PASSWORD),
      newPassword: 'battery staple',
    }),
    changeEmail: (n) => ({
      clientRequestId: clientRequestId(),
      email: `new${n}@example.org`,
      code: mailed(`new${n}@example.org`, im.CodePurpose.CHANGE_EMAIL),
      password: PASSWORD,
    }),
    deleteAccount: () => ({ password: PASSWORD }),
    exportAccount: () => ({}),
    disableAccount: (n) => ({ account: n % 2 === 0 ? `user${n}` : userId(n), disabled: true }),
    inspectAccount: (n) => ({ account: n % 2 === 0 ? `user${n}` : userId(n) }),
    endSessions: (n) => ({ account: userId(n), sessionId: n % 2 === 0 ? '' : nthId('session', n) }),
    removeAccount: (n) => ({ account: userId(n) }),
  };
  const own = (n: number): Caller => newCaller({ userId: userId(n), sessionId: nthId('session', n), epoch: 1 });
  const anonymous = new Set<string>(['register', 'logIn', 'resume', 'resetPassword']);
  const ofOperators = new Set<string>(['disableAccount', 'inspectAccount', 'endSessions', 'removeAccount']);
  const callerOf = (rpc: AuthRpcName, n: number): Caller =>
    ofOperators.has(rpc) ? newCaller({ connection: 0 }) : anonymous.has(rpc) ? newCaller() : own(n);
  let next = 0;
  /** The next user's call. */
  function call(rpc: AuthRpcName) {
    const n = next++;
    const caller = callerOf(rpc, n);
    return { caller, request: asked[rpc](n, caller) };
  }
  return {
    handlers,
    rpcs: Object.keys(asked) as AuthRpcName[],
    alone: (rpc: AuthRpcName) => [call(rpc)],
    many: (rpc: AuthRpcName) => Array.from({ length: MANY }, () => call(rpc)),
  };
}
