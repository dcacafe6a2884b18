// What a setting's value may be: `parse` gives undefined for what is not one, and `wants` completes "give …" and "is not …".

export interface Kind<T> {
  readonly wants: string;
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

export function oneOf<const T extends string>(...choices: readonly T[]): Kind<T> {
  return { wants: `one of ${choices.join(', ')}`, parse: (given) => choices.find((choice) => choice === given) };
}

/** It becomes part of client ids, group members and Redis keys. */
export const name: Kind<string> = {
  wants: 'a name of at most 64 letters, digits, dots, dashes and underscores',
  parse: (given) => (/^[A-Za-z0-9._-]{1,64}$/.test(given) ? given : undefined),
};

export const hostAndPorts: Kind<readonly string[]> = {
  wants: 'host:port, or several with commas between them',
  parse(given) {
    const all = given.split(',').map((one) => one.trim());
    const good = all.every((one) => {
      const port = Number(/^[^\s:,/]+:(\d{1,5})$/.exec(one)?.[1] ?? Number.NaN);
      return port >= 1 && port <= 65535;
    });
    return good ? all : undefined;
  },
};

export function url(...protocols: readonly string[]): Kind<string> {
  return {
    wants: `a URL like ${protocols[0]}//user:password@host:port/database`,
    parse(given) {
      const parsed = URL.parse(given);
      return parsed && protocols.includes(parsed.protocol) && parsed.hostname !== '' ? given : undefined;
    },
  };
}

/** A key or a secret, of so many bytes. */
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
