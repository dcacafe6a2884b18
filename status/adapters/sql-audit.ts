// The port AuditLog on the store. Rows are added and read; nothing here changes or deletes one.
import type { Row, SqlConnection } from '../../infra/sql/connection.ts';
import { id, integer } from '../../infra/sql/literals.ts';
import { newId } from '../../proto/ids.ts';
import type { AuditLog } from '../ports.ts';

const MAX = { actor: 64, address: 64, act: 64, target: 1000, result: 64 } as const;

/** Callers do not wait much longer: an act must not begin when its caller has gone. */
const TURN_WITHIN_MS = 5000;
const MAX_WAITING = 100;

/**
 * A connection takes one call after the other: this makes calls wait for those before them. It rejects those that do not get
 * their turn in time, and never makes them.
 */
export function inTurn<C extends Pick<SqlConnection, 'query'>>(connection: C, turnWithinMs = TURN_WITHIN_MS): C {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const query = async (statements: readonly string[]): Promise<Row[][]> => {
    if (waiting >= MAX_WAITING) throw new Error(`${MAX_WAITING} calls wait for the store`);
    waiting++;
    const turn = last;
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    last = Promise.all([turn, ended]);
    const isMine = await within(turn, turnWithinMs);
    waiting--;
    try {
      if (!isMine) throw new Error(`the store has not come to this call within ${turnWithinMs / 1000} s`);
      return await connection.query(statements);
    } finally {
      end();
    }
  };
  return { ...connection, query };
}

/** True when `turn` resolves in time. */
async function within(turn: Promise<unknown>, ms: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  const isInTime = await Promise.race([turn.then(() => true), late]);
  clearTimeout(timer);
  return isInTime;
}

type AuditConnection = Pick<SqlConnection, 'dialect' | 'query'>;

/** `reads`: another connection for those who read, so that no act waits for them. */
export function sqlAuditLog({ dialect, query }: AuditConnection, reads: Pick<AuditConnection, 'query'> = { query }): AuditLog {
  const text = (value: string, max: number): string => dialect.text([...value].slice(0, max).join(''));
  return {
    async begin({ actor, address, act, target }) {
      const actId = newId();
      const values = [
        id(actId),
        dialect.nowMs(),
        text(actor, MAX.actor),
        text(address, MAX.address),
        text(act, MAX.act),
        text(target, MAX.target),
        "''",
      ];
      await query([`INSERT INTO audit_log (act_id, at, actor, address, act, target, result) VALUES (${values.join(',')})`]);
      return actId;
    },
    async end(actId, result) {
      await query([
        `INSERT INTO audit_log (act_id, at, actor, address, act, target, result)
          VALUES (${id(actId)}, ${dialect.nowMs()}, '', '', '', '', ${text(result, MAX.result)})`,
      ]);
    },
    async list(before, limit) {
      const [rows = []] = await reads.query([
        `SELECT b.audit_id, b.at, b.actor, b.address, b.act, b.target,
            (SELECT MAX(e.result) FROM audit_log e WHERE e.act_id = b.act_id)
          FROM audit_log b WHERE b.result = '' AND b.audit_id < ${integer(before)}
          ORDER BY b.audit_id DESC LIMIT ${integer(limit)}`,
      ]);
      return rows.map(toEntry);
    },
  };
}

function toEntry([number, at, actor, address, act, target, result]: Row) {
  return {
    number: Number(number),
    at: Number(at),
    actor: String(actor),
    address: String(address),
    act: String(act),
    target: String(target),
    result: String(result ?? ''),
  };
}
