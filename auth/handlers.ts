// The command handlers of the service Auth, one for each rpc.
import type { Budgets } from '../infra/ports/index.ts';
import type { Handlers, im } from '../proto/rpc.ts';
import { changeEmail } from './commands/change-email.ts';
import { changePassword } from './commands/change-password.ts';
import { deleteAccount } from './commands/delete-account.ts';
import { disableAccount } from './commands/disable-account.ts';
import { endSession } from './commands/end-session.ts';
import { exportAccount } from './commands/export-account.ts';
import { listSessions } from './commands/list-sessions.ts';
import { logIn } from './commands/log-in.ts';
import { logOut } from './commands/log-out.ts';
import { logOutEverywhere } from './commands/log-out-everywhere.ts';
import { endSessions, inspectAccount, removeAccount } from './commands/operator-commands.ts';
import { refreshToken } from './commands/refresh-token.ts';
import { register } from './commands/register.ts';
import { resetPassword } from './commands/reset-password.ts';
import { resume } from './commands/resume.ts';
import type { AuthCommand, AuthServices } from './services.ts';
import { throttle } from './throttle/throttle.ts';

/**
 * The handlers of the service Auth. The runtime stores their outcomes in the outbox for a replay: a token could be derived
 * again, but the address of a disconnected connection is stored nowhere else.
 */
export function authHandlers(
  options: Omit<AuthServices, 'throttle'> & { readonly budgets: Budgets },
): Handlers<im.Auth, AuthCommand> {
  const { budgets, ...others } = options;
  const services: AuthServices = { ...others, throttle: throttle(budgets, options.settings.attemptsPerIp) };
  return {
    register: register(services),
    logIn: logIn(services),
    resume: resume(services),
    logOut: logOut(),
    refreshToken: refreshToken(services),
    logOutEverywhere: logOutEverywhere(),
    listSessions: listSessions(),
    endSession: endSession(),
    changePassword: changePassword(services),
    resetPassword: resetPassword(services),
    changeEmail: changeEmail(services),
    deleteAccount: deleteAccount(services),
    exportAccount: exportAccount(),
    disableAccount: disableAccount(),
    inspectAccount: inspectAccount(),
    endSessions: endSessions(),
    removeAccount: removeAccount(),
  };
}
