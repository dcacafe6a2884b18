// Who calls the API: a token, as bearer or as the password of a browser, or the name that a trusted reverse proxy has
// authenticated.
import { isUtf8 } from 'node:buffer';
import { createHash, timingSafeEqual } from 'node:crypto';
import { findClientIp, type HttpRequest, trustedProxies } from '../../infra/ports/index.ts';
import type { ApiRole, Identity } from './endpoint.ts';

interface Token extends Identity {
  readonly token: string;
}

export interface TrustedProxy {
  /** In lower case, such as "x-forwarded-user". */
  readonly header: string;
  /** IP addresses and networks of the proxies: "10.0.0.1", "10.0.0.0/8". */
  readonly networks: readonly string[];
  /** The users who may operate; all others may read. */
  readonly operators: readonly string[];
}

export interface AccessRules {
  readonly tokens: readonly Token[];
  readonly proxy: TrustedProxy | undefined;
}

/** Makes a browser ask for a name and a password, where the password is a token. */
export const CHALLENGE = 'Basic realm="operator", charset="UTF-8"';
const MAX_NAME_CHARACTERS = 64;

/** A function that tells who sent a request; undefined for a stranger. It takes the same time for all wrong tokens. */
export function identify({ tokens, proxy }: AccessRules): (request: HttpRequest) => Identity | undefined {
  const known = tokens.map(({ name, role, token }) => ({ identity: { name, role }, digest: digestOf(token) }));
  const find = (token: string): Identity | undefined => {
    const digest = digestOf(token);
    let found: Identity | undefined;
    for (const one of known) if (timingSafeEqual(one.digest, digest)) found = one.identity;
    return found;
  };
  const readProxyUser = proxy ? proxyUserReader(proxy) : () => undefined;
  return (request) => {
    const { authorization } = request.headers;
    const [, bearer] = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization ?? '') ?? [];
    if (bearer !== undefined) return find(bearer);
    const password = readPassword(authorization);
    // A proxy may pass on the name and the password with which it has authenticated its user.
    return (password === undefined ? undefined : find(password)) ?? readProxyUser(request);
  };
}

/** A function that tells the IP address of a caller, also behind these proxies: addresses and networks. */
export function callerAddresses(
  networks: readonly string[],
): (request: Pick<HttpRequest, 'headers' | 'remoteAddress'>) => string {
  const proxies = trustedProxies(networks);
  return ({ headers, remoteAddress }) => findClientIp(proxies, remoteAddress, headers);
}

/** True for a request that a browser may have given credentials by itself, whatever page has made it. */
export function isAmbient({ headers }: HttpRequest): boolean {
  return !/^Bearer /i.test(headers.authorization ?? '');
}

/** The password that a browser has asked for. */
function readPassword(authorization = ''): string | undefined {
  const [, basic] = /^Basic ([A-Za-z0-9+/=]{1,1024})$/i.exec(authorization) ?? [];
  if (basic === undefined) return undefined;
  const pair = Buffer.from(basic, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

function proxyUserReader({ header, networks, operators }: TrustedProxy): (request: HttpRequest) => Identity | undefined {
  const proxies = trustedProxies(networks);
  return ({ headers, remoteAddress }) => {
    if (!proxies.trusts(remoteAddress)) return undefined;
    const name = decodeHeader(headers[header] ?? '').trim();
    if (name === '' || name.length > MAX_NAME_CHARACTERS || /\p{C}/u.test(name)) return undefined;
    return { name, role: operators.includes(name) ? 'operate' : 'read' };
  };
}

/** Node reads a header as Latin-1; proxies write names in UTF-8. */
function decodeHeader(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  return isUtf8(bytes) ? bytes.toString() : text;
}

export function mayDo({ role }: Identity, wanted: ApiRole): boolean {
  return role === 'operate' || wanted === 'read';
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
