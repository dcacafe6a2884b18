// For tests: a store of codes and limits in memory, on one clock that the test moves.
import type { Limits } from '../infra/ports.ts';
import type { CodeStore, Nonce } from './ports.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

interface Code extends Nonce {
  readonly endsAt: number;
  readonly callers: Map<string, number>;
  tries: number;
  usedBy: string;
}

interface Mailed {
  readonly command: string;
  readonly at: number;
}

export interface MemoryCodes {
  readonly codes: CodeStore;
  now(): number;
  /** So many milliseconds go by. */
  pass(ms: number): void;
  /** Everything is lost, as when Redis starts empty. */
  lose(): void;
}

export function memoryCodes(): MemoryCodes {
  let now = 1_700_000_000_000;
  const living = new Map<string, Code>();
  const mailed = new Map<string, Mailed[]>();
  const keyOf = ({ address, purpose }: { address: string; purpose: number }): string => `${purpose}/${address}`;
  const find = (key: string): Code | undefined => {
    const code = living.get(key);
    return code && code.endsAt > now ? code : undefined;
  };

  const codes: CodeStore = {
    async request({ address, command, fresh, ...ask }, rules) {
      const key = keyOf({ address, ...ask });
      const found = find(key);
      const mails = (mailed.get(address) ?? []).filter(({ at }) => at > now - DAY_MS);
      const again = mails.some((mail) => mail.command === command);
      if (found?.usedBy === '' && again)
        return { granted: true, nonce: found.nonce, keyId: found.keyId, livesMs: found.endsAt - now };
      const waits = [
        found && found.tries >= rules.triesPerCode ? found.endsAt - now : 0,
        (mails.at(-1)?.at ?? Number.NEGATIVE_INFINITY) + rules.mailEveryMs - now,
        mails.length >= rules.mailsPerDay ? (mails.at(-rules.mailsPerDay)?.at ?? now) + DAY_MS - now : 0,
      ];
      const waitMs = Math.max(...waits);
      if (waitMs > 0) return { granted: false, waitMs };
      const code =
        found?.usedBy === '' ? found : { ...fresh, endsAt: now + rules.livesMs, callers: new Map(), tries: 0, usedBy: '' };
      living.set(key, code);
      mailed.set(address, [...mails, { command, at: now }]);
      return { granted: true, nonce: code.nonce, keyId: code.keyId, livesMs: code.endsAt - now };
    },
    async notMailed(address, _purpose, command) {
      mailed.set(
        address,
        (mailed.get(address) ?? []).filter((mail) => mail.command !== command),
      );
    },
    async attempt({ caller, use, ...of }, rules) {
      const code = find(keyOf(of));
      if (!code) return { state: 'none' };
      const { nonce, keyId } = code;
      if (code.usedBy !== '') return code.usedBy === use ? { state: 'used-by-this', nonce, keyId } : { state: 'none' };
      const tries = code.callers.get(caller) ?? 0;
      if (tries >= rules.triesPerCaller || code.tries >= rules.triesPerCode)
        return { state: 'too-many', waitMs: code.endsAt - now };
      code.callers.set(caller, tries + 1);
      code.tries++;
      return { state: 'alive', nonce, keyId };
    },
    async use({ nonce, use, ...of }) {
      const code = find(keyOf(of));
      if (code?.usedBy !== '' || Buffer.compare(code.nonce, nonce) !== 0) return false;
      code.usedBy = use;
      return true;
    },
  };

  return {
    codes,
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    lose: () => {
      living.clear();
      mailed.clear();
    },
  };
}

export function memoryLimits(now: () => number): Limits {
  const windows = new Map<string, { count: number; readonly endsAt: number }>();
  return {
    take: async (keys, limit, windowMs) =>
      keys.map((key) => {
        const found = windows.get(key);
        const window = found && found.endsAt > now() ? found : { count: 0, endsAt: now() + windowMs };
        windows.set(key, window);
        return ++window.count > limit ? window.endsAt - now() : 0;
      }),
  };
}
