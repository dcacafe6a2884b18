// Rule 8: a commit's subject is `area: imperative summary`; a body says why where infra or the contract change.
// The hook commit-msg runs this file with the path of the message.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const MAX_SUBJECT = 72;
const NEEDS_BODY = /^(infra|proto)\//;
/** Beginnings of a subject that is not an imperative: "added", "adding", "the gate …", "who …". */
const NOT_IMPERATIVE = /^(the|a|an|who|what|where|when|there|no|all|each|every|now|\w+(?:ed|ing))\b/i;
/** Imperatives that end like a participle. */
const IMPERATIVE = /^(bring|embed|feed|need|read|seed|shed|speed|spread|string|swing)\b/i;

/** What is wrong with a commit message, given the paths it changes. Merges and reverts are not checked. */
export function findMessageProblems(message: string, changed: readonly string[]): string[] {
  const lines = message.split('\n').filter((line) => !line.startsWith('#'));
  const [subject = '', second = '', ...rest] = lines;
  if (/^(Merge|Revert|fixup!|squash!) /.test(subject)) return [];
  const problems: string[] = [];
  const [, summary] = /^[a-z0-9][a-z0-9-]*(?:, [a-z0-9-]+)*: (\S.*)$/.exec(subject) ?? [];
  if (!summary) problems.push('the subject is not `area: imperative summary`');
  else if (NOT_IMPERATIVE.test(summary) && !IMPERATIVE.test(summary))
    problems.push(`"${summary}" is not an imperative: say what the commit does, as an order`);
  if ([...subject].length > MAX_SUBJECT)
    problems.push(`the subject has ${[...subject].length} characters, ${MAX_SUBJECT} are allowed`);
  if (summary?.includes(';')) problems.push('the subject names several changes: make several commits');
  if (second !== '') problems.push('an empty line must separate the subject from the body');
  const hasBody = rest.some((line) => line.trim() !== '');
  if (!hasBody && changed.some((path) => NEEDS_BODY.test(path))) problems.push('infra or proto change: say why in a body');
  return problems;
}

if (import.meta.main) {
  const [file = ''] = process.argv.slice(2);
  const changed = execFileSync('git', ['diff', '--cached', '--name-only'], { encoding: 'utf8' }).split('\n').filter(Boolean);
  const problems = findMessageProblems(readFileSync(file, 'utf8'), changed);
  for (const problem of problems) console.error(`commit message: ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
