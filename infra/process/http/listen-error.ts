// Why a server cannot listen, as a sentence that names the setting to change.
import { SetupError } from '../../ports/index.ts';

/** `host` and `port` name their settings: { host: 'IM_HOST', port: 'IM_TCP_PORT' }. `host` is missing where it is fixed. */
export interface ListenSettings {
  readonly host?: string;
  readonly port: string;
}

/** A SetupError where another setting helps; otherwise the error itself. */
export function explainListenError(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
  settings: ListenSettings,
): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const orOtherHost = settings.host === undefined ? '' : `: set ${settings.host} to one of them, or to 0.0.0.0 for all`;
  switch (code) {
    case 'EADDRINUSE':
      return new SetupError(`port ${port} is in use: stop what uses it, or choose another one with ${settings.port}=<port>`);
    case 'EACCES':
      return new SetupError(`this user may not listen on port ${port}: choose one above 1023 with ${settings.port}=<port>`);
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return new SetupError(`this machine has no address ${host} that it could listen on${orOtherHost}`);
    default:
      return error;
  }
}
