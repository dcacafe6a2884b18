// The kinds of values that a setting may have.
import { isIP } from 'node:net';
import { normalizeEmail } from '../../../proto/text/email.ts';

export interface Kind<T> {
  /** The end of the error texts "… is missing: give <wants>" and "… is not <wants>". */
  readonly wants: string;
  /** Undefined where the text is not a value of this kind. */
  parse(text: string): T | undefined;
}

export const text: Kind<string> = { wants: 'a text', parse: (given) => given };

export function integer(from: number, to: number): Kind<number> {
  return {
    wants: `a whole number from ${from} to ${to}`,
    parse(given) {
      const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
      return number >= from && number <= to ? number : undefined;
    },
  };
}

/** A share of all. */
export const fraction: Kind<number> = {
  wants: 'a number from 0 to 1',
  parse(given) {
    const number = /^(0|1|0?\.\d{1,9}|1\.0+)$/.test(given) ? Number(given) : Number.NaN;
    return number >= 0 && number <= 1 ? number : undefined;
  },
};

/** 0 = never, otherwise a number from `from` to `to`. */
export function integerOrNever(from: number, to: number): Kind<number> {
  const given = integer(from, to);
  return { wants: `0 for never, or ${given.wants}`, parse: (raw) => (raw === '0' ? 0 : given.parse(raw)) };
}

export function oneOf<const T extends string>(...choices: readonly T[]): Kind<T> {
  // Upper and lower case are the same: IM_LOG_LEVEL=INFO means info.
  return { wants: `one of ${choices.join(', ')}`, parse: (given) => choices.find((choice) => choice === given.toLowerCase()) };
}

/** Letters are restricted because the name becomes part of client ids, group members and Redis keys. */
export const name: Kind<string> = {
  wants: 'a name of at most 64 letters, digits, dots, dashes and underscores',
  parse: (given) => (/^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : undefined),
};

/** People write the name of the machine here, so the error says what belongs there. */
export const listenAddress: Kind<string> = {
  wants: 'an IP address of this machine, like 127.0.0.1, 0.0.0.0 (all IPv4) or :: (all), or localhost',
  parse: (given) => (isIP(given) !== 0 || given === 'localhost' ? given : undefined),
};

export const hostAndPorts: Kind<readonly string[]> = {
  wants: 'host:port, or several with commas between them',
  parse(given) {
    const all = given.split(',').map((one) => one.trim());
    const good = all.every((one) => {
      // An IPv6 address stands in brackets.
      const port = Number(/^(?:[^\s:,/]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i.exec(one)?.[1] ?? Number.NaN);
      return port >= 1 && port <= 65535;
    });
    return good ? all : undefined;
  },
};

/** `protocols`: each with its colon, the usual one first. */
export function url(...protocols: readonly [string, ...string[]]): Kind<string> {
  const [usual, ...others] = protocols;
  const database = usual === 'mysql:' ? '/database' : '';
  const or = others.map((protocol) => `, or ${protocol}//`).join('');
  return {
    wants: `a URL like ${usual}//user:password@host:port${database}${or}`,
    parse(given) {
      const parsed = URL.parse(given);
      return parsed && protocols.includes(parsed.protocol) && parsed.hostname !== '' ? given : undefined;
    },
  };
}

/** Where clients reach a gate. TCP needs a port, WebSocket has one of its own. */
export const gateUrls: Kind<readonly string[]> = {
  wants: 'URLs like tls://gate-0.example.org:443 or wss://gate-0.example.org, with commas between them',
  parse(given) {
    const all = given.split(',').map((one) => one.trim());
    const good = all.every((one) => {
      const parsed = URL.parse(one);
      if (!parsed || parsed.hostname === '') return false;
      return ['tcp:', 'tls:'].includes(parsed.protocol) ? parsed.port !== '' : ['ws:', 'wss:'].includes(parsed.protocol);
    });
    return good ? all : undefined;
  },
};

/** Where clients reach a server over HTTP. */
export const webUrl: Kind<string> = {
  wants: 'a URL like https://status.example.org',
  parse(given) {
    const parsed = URL.parse(given);
    return parsed && ['http:', 'https:'].includes(parsed.protocol) && parsed.hostname !== '' ? given : undefined;
  },
};

/** A key or a secret. */
export function base64url(minBytes: number, maxBytes: number): Kind<Buffer> {
  const length = minBytes === maxBytes ? `${minBytes} bytes` : `at least ${minBytes} random bytes`;
  return {
    wants: `${length} in base64url (npm run secrets makes one)`,
    parse(given) {
      const bytes = Buffer.from(given, 'base64url');
      const exact = bytes.toString('base64url') === given.replace(/=+$/, '');
      return exact && bytes.length >= minBytes && bytes.length <= maxBytes ? bytes : undefined;
    },
  };
}

/** One or more values with commas between them. The process uses the first one, and still accepts the others. */
export function listOf<T>(kind: Kind<T>): Kind<readonly T[]> {
  return {
    wants: `${kind.wants}; while it is being rotated several with commas between them, the new one first`,
    parse(given) {
      const all = given.split(',').map((one) => kind.parse(one.trim()));
      const good = all.filter((one) => one !== undefined);
      return good.length === all.length ? good : undefined;
    },
  };
}

export interface AdminToken {
  readonly name: string;
  readonly role: 'read' | 'operate';
  readonly token: string;
}

export const adminTokens: Kind<readonly AdminToken[]> = {
  wants:
    'name:role:token, several with commas between them; the role is read or operate, the token has 32 to 512 of A-Z a-z 0-9 _ -',
  parse(given) {
    const all = given.split(',').map((one) => /^([\w.@-]{1,64}):(read|operate):([\w-]{32,512})$/.exec(one.trim()) ?? []);
    const tokens = all.map(([, name = '', role, token = '']) => ({ name, role: role as AdminToken['role'], token }));
    return tokens.every(({ name }) => name !== '') ? tokens : undefined;
  },
};

export const headerName: Kind<string> = {
  wants: 'the name of an HTTP header, like X-Forwarded-User',
  parse: (given) => (/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(given) ? given.toLowerCase() : undefined),
};

export const userNames: Kind<readonly string[]> = {
  wants: 'names with commas between them',
  parse: (given) => given.split(',').map((one) => one.trim()),
};

export const networks: Kind<readonly string[]> = {
  wants: 'IP addresses or networks like 10.0.0.0/8, with commas between them',
  parse(given) {
    const all = given.split(',').map((one) => one.trim());
    const good = all.every((one) => {
      const [, address = '', prefix] = /^([0-9A-Fa-f.:]+)(?:\/(\d{1,3}))?$/.exec(one) ?? [];
      const family = isIP(address);
      return family !== 0 && (prefix === undefined || Number(prefix) <= (family === 4 ? 32 : 128));
    });
    return good ? all : undefined;
  },
};

/** "im <no-reply@example.org>", or the e-mail address alone. */
export const sender: Kind<{ readonly name: string; readonly address: string }> = {
  wants: 'an e-mail address, or a name and an address like im <no-reply@example.org>',
  parse(given) {
    const [, name = '', bracketed, bare] = /^(?:\s*([^<>@\p{C}]*?)\s*<([^<>]+)>|([^<>\s]+))\s*$/u.exec(given) ?? [];
    const address = normalizeEmail(bracketed ?? bare ?? '');
    return address === undefined ? undefined : { name, address };
  },
};
