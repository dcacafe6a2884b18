// The replies of the fake gate in place of the services Auth and Verify.
import { ImError } from '../../../proto/errors.ts';
import { im } from '../../../proto/rpc.ts';
import { ME } from './fake-logic.ts';

/** The one valid token, and the lifetime of each. RefreshToken issues the next number. 0: the server states no lifetime. */
export interface FakeToken {
  number: number;
  livesSeconds: number;
}

/** Rpc name → reply. */
export function fakeAuthResponders(token: FakeToken): Record<string, (payload: Uint8Array) => Uint8Array | ImError> {
  const tokenFields = (): { token: string; tokenLivesSeconds: number } => {
    return { token: `token-${token.number}`, tokenLivesSeconds: token.livesSeconds };
  };
  const loggedIn = (): Uint8Array =>
    im.LoggedIn.encode({
      userId: ME,
      name: 'me',
      sessionId: 'session-1',
      deviceToken: 'device-1',
      ...tokenFields(),
    }).finish();
  return {
    'Auth.register': loggedIn,
    'Auth.logIn': loggedIn,
    'Auth.resume': (payload) =>
      im.ResumeRequest.decode(payload).token === tokenFields().token ? loggedIn() : new ImError('BAD_TOKEN', 'no such session'),
    'Auth.logOut': () => im.LogOutReply.encode({}).finish(),
    'Auth.refreshToken'() {
      token.number += 1;
      return im.RefreshTokenReply.encode(tokenFields()).finish();
    },
    'Auth.logOutEverywhere': () => im.LogOutEverywhereReply.encode({ sessionsEnded: 2 }).finish(),
    'Auth.changePassword': () => im.ChangePasswordReply.encode({}).finish(),
    'Auth.resetPassword': () => im.ResetPasswordReply.encode({ deviceToken: 'device-of-reset' }).finish(),
    'Auth.changeEmail': () => im.ChangeEmailReply.encode({}).finish(),
    'Auth.deleteAccount': () => im.DeleteAccountReply.encode({}).finish(),
    'Auth.exportAccount': () =>
      im.ExportAccountReply.encode({
        userId: ME,
        name: 'me',
        email: 'me@example.org',
        sessions: [{ sessionId: 'session-1' }],
      }).finish(),
    'Verify.requestCode': () => im.RequestCodeReply.encode({ codeLivesSeconds: 600, nextRequestAfterSeconds: 60 }).finish(),
  };
}
