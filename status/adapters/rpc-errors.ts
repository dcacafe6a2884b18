// What the failure of a call to a service means to the caller of the API.
import { RpcError } from '../../infra/messaging/rpc-client.ts';
import { ApiError } from '../api/endpoint.ts';

/** Codes of services that are answers, and their HTTP status. */
const REFUSALS: Readonly<Record<string, number>> = {
  NO_SUCH_USER: 404,
  NO_SUCH_SESSION: 404,
  NO_SUCH_GROUP: 404,
  BAD_LIMIT: 400,
  BAD_ARGUMENT: 400,
  BUSY: 503,
  UNAVAILABLE: 503,
  EXPIRED: 504,
};

/** Awaits a call to `service`. Throws ApiError. */
export async function ask<T>(service: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw explain(service, error);
  }
}

function explain(service: string, error: unknown): unknown {
  if (!(error instanceof RpcError)) return error;
  if (error.kind === 'TIMEOUT')
    return new ApiError(
      504,
      'TIMEOUT',
      `no reply of ${service}: is it running? The outcome is unknown, so look before you repeat it`,
    );
  if (error.kind === 'UNAVAILABLE')
    return new ApiError(503, 'UNAVAILABLE', `nothing was done: ${reasonOf(error)}`, { cause: error });
  const status = REFUSALS[error.code ?? ''];
  // "Auth.InspectAccount refused: no account has this name"
  const sentence = error.message.replace(/^\S+ refused: /, '');
  if (status !== undefined && error.code) return new ApiError(status, error.code, sentence);
  return new ApiError(502, 'REFUSED', `${service} cannot do this; its log says why`, { cause: error });
}

/** "Logic.GetProfile was not sent: no instance of Logic runs" */
function reasonOf({ message }: RpcError): string {
  return message.replace(/^.* was not sent: /, '');
}
