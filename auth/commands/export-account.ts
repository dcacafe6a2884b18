// ExportAccount: everything auth stores about the caller.
import type { im } from '../../proto/rpc.ts';
import type { AuthCommand } from '../services.ts';
import { sessionEnded } from '../session-lifecycle.ts';
import { listCallerSessions } from './list-sessions.ts';

export function exportAccount() {
  return async (_request: im.ExportAccountRequest, command: AuthCommand): Promise<im.ExportAccountReply.$Properties> => {
    const { accounts } = command.tx;
    const sessions = await listCallerSessions(command);
    const account = await accounts.findById(command.caller.userId);
    if (!account) throw sessionEnded();
    const { userId, name, email } = account;
    return { userId: userId, name, email, registeredAt: await accounts.readRegisteredAt(userId), sessions };
  };
}
