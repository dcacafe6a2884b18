// Codes in the embedded store's file, so that a restart leaves a mailed code good. Each call is one synchronous transaction: nothing comes in between.

import type { SqliteStore } from '../../infra/sqlite/store.ts';
import type { im } from '../../proto/rpc.ts';
import type { CodeAttempt, CodeGrant, CodeNonce, CodeRules, CodeStore } from '../ports.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

interface CodeOf {
  readonly emailKey: string;
  readonly purpose: im.CodePurpose;
}

interface Living extends CodeNonce {
  readonly leftMs: number;
  readonly tries: number;
}

/**
 * The port CodeStore in the embedded store. A power cut may take back the last calls, as nothing here waits for the disk: but whatever is done with a code that was used up is committed
 * to the same file after it, so that no code is used twice.
 */
export function sqliteCodes(store: SqliteStore): CodeStore {
  const rows = codeRows(store);
  return {
    grant: async (ask, rules) => store.transaction(() => request(rows, ask, rules, Date.now())),
    revokeMail: async (emailKey, _purpose, command) => store.transaction(() => rows.forgetMail(emailKey, command)),
    attempt: async (by, rules) => store.transaction(() => attempt(rows, by, rules, Date.now())),
    consume: async (used, rules) => store.transaction(() => use(rows, used, rules, Date.now())),
  };
}

function request(rows: CodeRows, ask: Parameters<CodeStore['grant']>[0], rules: CodeRules, now: number): CodeGrant {
  rows.forgetExpired(now);
  const living = rows.living(ask, now);
  const mails = rows.mails(ask.emailKey);
  const again = mails.find(({ command }) => command === ask.command);
  if (again && living && same(again.nonce, living.nonce)) return grantedOf(living);
  const last = mails.at(-1);
  // As soon as this one is a day old there is room for another.
  const hindering = mails[mails.length - rules.mailsPerDay];
  const waitMs = Math.max(
    // What it was granted lives no more, and its fresh nonce is that same one: a code does not live twice.
    again ? Math.max(rules.mailEveryMs, 1) : 0,
    living && living.tries >= rules.triesPerCode ? living.leftMs : 0,
    last ? last.grantedAt + rules.mailEveryMs - now : 0,
    hindering ? hindering.grantedAt + DAY_MS - now : 0,
  );
  if (waitMs > 0) return { granted: false, waitMs };
  const code = living ?? { ...ask.fresh, leftMs: rules.lifetimeMs, tries: 0 };
  if (!living) rows.add(ask, ask.fresh, now + rules.lifetimeMs);
  rows.addMail(ask.emailKey, ask.command, code.nonce, now);
  return grantedOf(code);
}

function grantedOf({ nonce, keyId, leftMs }: Living): CodeGrant {
  return { granted: true, nonce, keyId, lifetimeMs: leftMs };
}

function attempt(rows: CodeRows, by: Parameters<CodeStore['attempt']>[0], rules: CodeRules, now: number): CodeAttempt {
  const used = rows.used(by, by.use, now);
  if (used) return { state: 'used-by-this', ...used };
  const living = rows.living(by, now);
  if (!living) return { state: 'none' };
  if (rows.triesOf(by, by.caller) >= rules.triesPerCaller || living.tries >= rules.triesPerCode)
    return { state: 'too-many', waitMs: living.leftMs };
  rows.count(by, by.caller);
  return { state: 'alive', nonce: living.nonce, keyId: living.keyId };
}

function use(
  rows: CodeRows,
  { nonce, use, ...of }: Parameters<CodeStore['consume']>[0],
  { useKeptMs }: CodeRules,
  now: number,
): boolean {
  const used = rows.used(of, use, now);
  if (used) return same(used.nonce, nonce);
  const living = rows.living(of, now);
  if (!living || !same(living.nonce, nonce)) return false;
  rows.useUp(of, use, now + useKeptMs);
  return true;
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

type CodeRows = ReturnType<typeof codeRows>;

/** The rows, each by its own statement; all of it runs inside the caller's transaction. */
function codeRows(store: SqliteStore) {
  const THIS = 'address = ? AND purpose = ?';
  return {
    forgetExpired(now: number): void {
      store.statement('DELETE FROM codes WHERE ends_at <= ?').run(now);
      store.statement('DELETE FROM code_uses WHERE ends_at <= ?').run(now);
      store.statement('DELETE FROM code_mails WHERE granted_at <= ?').run(now - DAY_MS);
    },
    living({ emailKey, purpose }: CodeOf, now: number): Living | undefined {
      const row = store
        .statement(`SELECT nonce, key_id, ends_at, tries FROM codes WHERE ${THIS} AND ends_at > ?`)
        .get(emailKey, purpose, now);
      return row && { ...nonceOf(row), leftMs: Number(row.ends_at) - now, tries: Number(row.tries) };
    },
    add({ emailKey, purpose }: CodeOf, { nonce, keyId }: CodeNonce, endsAt: number): void {
      store.statement('INSERT INTO codes VALUES (?, ?, ?, ?, ?, 0)').run(emailKey, purpose, nonce, keyId, endsAt);
    },
    count({ emailKey, purpose }: CodeOf, caller: string): void {
      store.statement(`UPDATE codes SET tries = tries + 1 WHERE ${THIS}`).run(emailKey, purpose);
      store
        .statement('INSERT INTO code_callers VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET tries = tries + 1')
        .run(emailKey, purpose, caller);
    },
    triesOf({ emailKey, purpose }: CodeOf, caller: string): number {
      const row = store.statement(`SELECT tries FROM code_callers WHERE ${THIS} AND caller = ?`).get(emailKey, purpose, caller);
      return Number(row?.tries ?? 0);
    },
    useUp({ emailKey, purpose }: CodeOf, use: string, keptUntil: number): void {
      store
        .statement(`INSERT INTO code_uses SELECT address, purpose, ?, nonce, key_id, max(ends_at, ?) FROM codes WHERE ${THIS}`)
        .run(use, keptUntil, emailKey, purpose);
      store.statement(`DELETE FROM codes WHERE ${THIS}`).run(emailKey, purpose);
    },
    used({ emailKey, purpose }: CodeOf, use: string, now: number): CodeNonce | undefined {
      const row = store
        .statement(`SELECT nonce, key_id FROM code_uses WHERE ${THIS} AND used_by = ? AND ends_at > ?`)
        .get(emailKey, purpose, use, now);
      return row && nonceOf(row);
    },
    /** The oldest first. */
    mails(emailKey: string): { command: string; nonce: Uint8Array; grantedAt: number }[] {
      return store
        .statement('SELECT command, nonce, granted_at FROM code_mails WHERE address = ? ORDER BY granted_at')
        .all(emailKey)
        .map((row) => ({
          command: String(row.command),
          nonce: row.nonce as Uint8Array,
          grantedAt: Number(row.granted_at),
        }));
    },
    addMail(emailKey: string, command: string, nonce: Uint8Array, now: number): void {
      store.statement('INSERT INTO code_mails VALUES (?, ?, ?, ?)').run(emailKey, command, nonce, now);
    },
    forgetMail(emailKey: string, command: string): void {
      store.statement('DELETE FROM code_mails WHERE address = ? AND command = ?').run(emailKey, command);
    },
  };
}

function nonceOf(row: Record<string, unknown>): CodeNonce {
  return { nonce: row.nonce as Uint8Array, keyId: Number(row.key_id) };
}
