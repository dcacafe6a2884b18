// Who calls the API: a bearer token, or the name that a trusted reverse proxy has authenticated.
import { createHash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import type { HttpRequest } from '../../infra/ports/index.ts';
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

const MAX_NAME_CHARACTERS = 64;

/** A function that tells who sent a request; undefined for a stranger. It takes the same time for all wrong tokens. */
export function identify({ tokens, proxy }: AccessRules): (request: HttpRequest) => Identity | undefined {
  const known = tokens.map(({ name, role, token }) => ({ identity: { name, role }, digest: digestOf(token) }));
  const proxies = proxy && addressList(proxy.networks);
  return ({ headers, remoteAddress }) => {
    const [, token] = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(headers.authorization ?? '') ?? [];
    if (token !== undefined) {
      const digest = digestOf(token);
      let found: Identity | undefined;
      for (const one of known) if (timingSafeEqual(one.digest, digest)) found = one.identity;
      return found;
    }
    if (!proxy || !proxies?.(remoteAddress)) return undefined;
    const name = headers[proxy.header]?.trim() ?? '';
    if (name === '' || name.length > MAX_NAME_CHARACTERS || /\p{C}/u.test(name)) return undefined;
    return { name, role: proxy.operators.includes(name) ? 'operate' : 'read' };
  };
}

/**
 * A browser asks for a name and a password, where the password is a token; behind a proxy it asks for nothing. The function
 * returns the headers that show the API who it is; undefined for a stranger.
 */
export function authorizeBrowser(
  who: (request: HttpRequest) => Identity | undefined,
): (request: HttpRequest) => Readonly<Record<string, string>> | undefined {
  return (request) => {
    const [, basic] = /^Basic ([A-Za-z0-9+/=]{1,1024})$/i.exec(request.headers.authorization ?? '') ?? [];
    const token =
      basic &&
      Buffer.from(basic, 'base64')
        .toString()
        .replace(/^[^:]*:/, '');
    const authorization = token === undefined ? undefined : `Bearer ${token}`;
    const headers = authorization === undefined ? {} : { authorization };
    return who({ ...request, headers: { ...request.headers, ...headers } }) && headers;
  };
}

export function mayDo({ role }: Identity, wanted: ApiRole): boolean {
  return role === 'operate' || wanted === 'read';
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function addressList(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => {
    // A socket that listens on :: shows IPv4 clients so.
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  };
}
