// The port AuditLog on the store. Rows are added and read; nothing here changes or deletes one.
import type { Row, SqlConnection } from '../../infra/sql/connection.ts';
import { id, integer } from '../../infra/sql/literals.ts';
import { newId } from '../../proto/ids.ts';
import type { AuditLog } from '../ports.ts';

const MAX = { actor: 64, address: 64, act: 64, target: 1000, result: 64 } as const;

/** A connection takes one call after the other: this makes calls wait for those before them. */
export function inTurn<C extends Pick<SqlConnection, 'query'>>(connection: C): C {
  let last: Promise<unknown> = Promise.resolve();
  const query = (statements: readonly string[]): Promise<Row[][]> => {
    const run = () => connection.query(statements);
    const next = last.then(run, run);
    last = next;
    next.catch(() => undefined);
    return next;
  };
  return { ...connection, query };
}

export function sqlAuditLog({ dialect, query }: Pick<SqlConnection, 'dialect' | 'query'>): AuditLog {
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
      const [rows = []] = await query([
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
