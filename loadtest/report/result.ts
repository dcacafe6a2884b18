// The verdict on a run: its counts, the conditions of --fail-if, and the exit code.
import { type CheckedCondition, checkConditions, describeMet, type FailCondition } from './conditions.ts';
import { exitCodeFor, formatReport, type Report } from './report.ts';

/** What --json writes: result.schema.json describes it. */
export interface Result extends Report {
  readonly conditions: readonly CheckedCondition[];
  /** 0 = every promise held; 1 = a promise was broken, or a condition is met; 2 = nothing was measured. */
  readonly exitCode: 0 | 1 | 2;
}

export function judge(report: Report, conditions: readonly FailCondition[]): Result {
  const checked = checkConditions(report, conditions);
  const exitCode = exitCodeFor(report);
  return { ...report, conditions: checked, exitCode: exitCode === 0 && checked.some(({ met }) => met) ? 1 : exitCode };
}

/** The verdict in a sentence, and what speaks against the run. */
export function verdictOf(result: Result): { readonly sentence: string; readonly reasons: readonly string[] } {
  const counts = ['lost', 'duplicated', 'outOfOrder', 'misdelivered', 'conflicts', 'holes', 'unverified', 'unpulled'] as const;
  const broken = counts.flatMap((name) => (result[name] > 0 ? [`${name} ${result[name]}`] : []));
  const met = describeMet(result.conditions);
  const reasons = [...broken, ...met];
  if (result.exitCode === 0) return { sentence: 'Every message arrived, once and in order.', reasons };
  if (result.exitCode === 2) return { sentence: 'Nothing was measured.', reasons };
  const isKept = broken.length === 0 && met.length > 0 && exitCodeFor(result) === 0;
  return { sentence: isKept ? 'The run meets a condition of --fail-if.' : 'A promise was broken.', reasons };
}

/** The result as a table for people. */
export function formatResult(result: Result): string {
  const met = describeMet(result.conditions);
  const checked = result.conditions.length === 0 ? [] : [`fail-if       ${met.length} of ${result.conditions.length} met\n`];
  return [formatReport(result), ...checked, ...met.map((line) => `FAILED        ${line}\n`)].join('');
}
