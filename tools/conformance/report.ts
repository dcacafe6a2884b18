// What the kit has found: a line for each rule, and what was wrong.
import { RULES } from './rules.ts';
import type { RuleFinding } from './scenario.ts';

export interface RuleResult {
  readonly rule: string;
  readonly isKept: boolean;
  /** What was wrong, each once. */
  readonly problems: readonly string[];
}

/** In the order of the rules. A rule that nothing has checked counts as broken. */
export function judge(findings: readonly RuleFinding[]): RuleResult[] {
  return Object.keys(RULES).map((rule) => {
    const own = findings.filter((finding) => finding.rule === rule);
    const problems = [...new Set(own.filter(({ isKept }) => !isKept).map(({ what }) => what))];
    if (own.length === 0) problems.push('was not checked');
    return { rule, isKept: problems.length === 0, problems };
  });
}

export function formatReport(results: readonly RuleResult[]): string {
  const lines = results.flatMap(({ rule, isKept, problems }) => [
    `${isKept ? 'kept  ' : 'BROKEN'} ${rule.padEnd(3)} ${RULES[rule]}`,
    ...problems.map((problem) => `           the client ${problem}`),
  ]);
  const kept = results.filter(({ isKept }) => isKept).length;
  return `${lines.join('\n')}\n${kept} of ${results.length} rules are kept\n`;
}
