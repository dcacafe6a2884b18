// The code store in the embedded store's file: mailed codes survive a restart. Each call is one synchronous transaction, so calls
// never interleave.
import type { SqliteStore } from '../../infra/sqlite/store.ts';
import type { im } from '../../proto/rpc.ts';
import type { CodeAttempt, CodeGrant, CodeNonce, CodeRules, CodeStore } from '../ports.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

interface CodeId {
  readonly owner: string;
  readonly purpose: im.CodePurpose;
}

interface Living extends CodeNonce {
  readonly leftMs: number;
  readonly attempts: number;
}

/**
 * The port CodeStore in the embedded store. Commits do not wait for the disk, so a power cut may undo the last calls. The effect
 * of a consumed code is committed later to the same file, so the power cut undoes it too, and no code takes effect twice.
 */
export function sqliteCodes(store: SqliteStore): CodeStore {
  const rows = codeRows(store);
  return {
    grant: async (ask, rules) => store.transaction(() => grant(rows, ask, rules, store.clock.now())),
    revokeMail: async (mailbox, command) => store.transaction(() => rows.forgetMail(mailbox, command)),
    attempt: async (by, rules) => store.transaction(() => attempt(rows, by, rules, store.clock.now())),
    consume: async (used, rules) => store.transaction(() => consume(rows, used, rules, store.clock.now())),
  };
}

function grant(rows: CodeRows, ask: Parameters<CodeStore['grant']>[0], rules: CodeRules, now: number): CodeGrant {
  rows.forgetExpired(now);
  const living = rows.living(ask, now);
  const mails = rows.mails(ask.mailbox);
  const again = mails.find(({ command }) => command === ask.command);
  if (again && living && equalBytes(again.nonce, living.nonce)) return toGrant(living);
  const last = mails.at(-1);
  // The daily limit admits another mail once this one is a day old.
  const blocking = mails[mails.length - rules.mailsPerDay];
  const waitMs = Math.max(
    // The code of a repeated command has ended. The same command derives the same nonce, so it would make the old code valid
    // again.
    again ? Math.max(rules.mailEveryMs, 1) : 0,
    last ? last.grantedAt + rules.mailEveryMs - now : 0,
    blocking ? blocking.grantedAt + DAY_MS - now : 0,
  );
  if (waitMs > 0) return { granted: false, waitMs };
  const usable = living && living.attempts < rules.attemptsPerCode ? living : undefined;
  const code = usable ?? { ...ask.fresh, leftMs: rules.lifetimeMs, attempts: 0 };
  if (!usable) rows.add(ask, ask.fresh, now + rules.lifetimeMs);
  rows.addMail(ask.mailbox, ask.command, code.nonce, now);
  return toGrant(code);
}

function toGrant({ nonce, keyId, leftMs }: Living): CodeGrant {
  return { granted: true, nonce, keyId, lifetimeMs: leftMs };
}

function attempt(rows: CodeRows, by: Parameters<CodeStore['attempt']>[0], rules: CodeRules, now: number): CodeAttempt {
  const used = rows.used(by, by.useId, now);
  if (used) return { state: 'used-by-this', ...used };
  const living = rows.living(by, now);
  if (!living) return { state: 'none' };
  if (living.attempts >= rules.attemptsPerCode) return { state: 'too-many', waitMs: living.leftMs };
  rows.count(by);
  return { state: 'alive', nonce: living.nonce, keyId: living.keyId };
}

function consume(
  rows: CodeRows,
  { nonce, useId, ...of }: Parameters<CodeStore['consume']>[0],
  { useKeptMs }: CodeRules,
  now: number,
): boolean {
  const used = rows.used(of, useId, now);
  if (used) return equalBytes(used.nonce, nonce);
  const living = rows.living(of, now);
  if (!living || !equalBytes(living.nonce, nonce)) return false;
  rows.consume(of, useId, now + useKeptMs);
  return true;
}

function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

type CodeRows = ReturnType<typeof codeRows>;

/** The statements on the rows. All of them run inside the caller's transaction. */
function codeRows(store: SqliteStore) {
  const THIS = 'owner = ? AND purpose = ?';
  return {
    forgetExpired(now: number): void {
      store.statement('DELETE FROM codes WHERE ends_at <= ?').run(now);
      store.statement('DELETE FROM code_uses WHERE ends_at <= ?').run(now);
      store.statement('DELETE FROM code_mails WHERE granted_at <= ?').run(now - DAY_MS);
    },
    living({ owner, purpose }: CodeId, now: number): Living | undefined {
      const row = store
        .statement(`SELECT nonce, key_id, ends_at, attempts FROM codes WHERE ${THIS} AND ends_at > ?`)
        .get(owner, purpose, now);
      return row && { ...decodeNonce(row), leftMs: Number(row.ends_at) - now, attempts: Number(row.attempts) };
    },
    add({ owner, purpose }: CodeId, { nonce, keyId }: CodeNonce, endsAt: number): void {
      store.statement('INSERT OR REPLACE INTO codes VALUES (?, ?, ?, ?, ?, 0)').run(owner, purpose, nonce, keyId, endsAt);
    },
    count({ owner, purpose }: CodeId): void {
      store.statement(`UPDATE codes SET attempts = attempts + 1 WHERE ${THIS}`).run(owner, purpose);
    },
    consume({ owner, purpose }: CodeId, useId: string, keptUntil: number): void {
      store
        .statement(`INSERT INTO code_uses SELECT owner, purpose, ?, nonce, key_id, max(ends_at, ?) FROM codes WHERE ${THIS}`)
        .run(useId, keptUntil, owner, purpose);
      store.statement(`DELETE FROM codes WHERE ${THIS}`).run(owner, purpose);
    },
    used({ owner, purpose }: CodeId, useId: string, now: number): CodeNonce | undefined {
      const row = store
        .statement(`SELECT nonce, key_id FROM code_uses WHERE ${THIS} AND use_id = ? AND ends_at > ?`)
        .get(owner, purpose, useId, now);
      return row && decodeNonce(row);
    },
    /** Oldest first. */
    mails(mailbox: string): { command: string; nonce: Uint8Array; grantedAt: number }[] {
      return store
        .statement('SELECT command, nonce, granted_at FROM code_mails WHERE mailbox = ? ORDER BY granted_at')
        .all(mailbox)
        .map((row) => ({
          command: String(row.command),
          nonce: row.nonce as Uint8Array,
          grantedAt: Number(row.granted_at),
        }));
    },
    addMail(mailbox: string, command: string, nonce: Uint8Array, now: number): void {
      store.statement('INSERT INTO code_mails VALUES (?, ?, ?, ?)').run(mailbox, command, nonce, now);
    },
    forgetMail(mailbox: string, command: string): void {
      store.statement('DELETE FROM code_mails WHERE mailbox = ? AND command = ?').run(mailbox, command);
    },
  };
}

function decodeNonce(row: Record<string, unknown>): CodeNonce {
  return { nonce: row.nonce as Uint8Array, keyId: Number(row.key_id) };
}
