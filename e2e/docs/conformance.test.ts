// The conformance kit: our SDK keeps all rules, and each rule of docs/wire-protocol.md has a check.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatReport, judge } from '../../tools/conformance/report.ts';
import { RULES } from '../../tools/conformance/rules.ts';
import { runAll, SCENARIOS } from '../../tools/conformance/run-all.ts';

const ROOT = join(import.meta.dirname, '../..');
const NODE = join(ROOT, 'node_modules/.bin/node');

test('each rule of the document has its line in the report and a scenario that checks it', () => {
  const document = readFileSync(join(ROOT, 'docs/wire-protocol.md'), 'utf8');
  const numbered = [...document.matchAll(/^- \*\*(R\d+)\*\*/gm)].map(([, rule]) => rule);
  expect(numbered).toEqual(Array.from({ length: numbered.length }, (_, n) => `R${n + 1}`));
  expect(Object.keys(RULES)).toEqual(numbered);
  expect([...new Set(SCENARIOS.flatMap(({ rules }) => rules))].toSorted()).toEqual(numbered.toSorted());
});

describe('the report', () => {
  test('a rule that nothing has checked, or that was broken once, is broken', () => {
    const findings = Object.keys(RULES).map((rule) => ({ rule, isKept: true, what: '' }));
    expect(judge(findings).every(({ isKept }) => isKept)).toBe(true);
    expect(judge(findings.slice(1))[0]).toEqual({ rule: 'R1', isKept: false, problems: ['was not checked'] });
    const broken = judge([...findings, { rule: 'R2', isKept: false, what: 'did not read on' }]);
    expect(broken[1]).toEqual({ rule: 'R2', isKept: false, problems: ['did not read on'] });
    expect(formatReport(broken)).toMatch(/BROKEN R2 .*\n +the client did not read on\n.*\n(?:.*\n)*22 of 23 rules are kept\n$/);
  });

  test('a program that does nothing breaks all rules, and ends the kit within the patience for its first step', async () => {
    const findings = await runAll('exit 1', () => undefined);
    expect(judge(findings).filter(({ isKept }) => isKept)).toEqual([]);
  }, 120_000);
});

test('a rude client is caught at every rule that it breaks', async () => {
  const findings = await runAll(`${NODE} ${join(import.meta.dirname, 'testing/rude-client.ts')}`, () => undefined, 12_000);
  const broken = judge(findings).filter(({ isKept }) => !isKept);
  // It reads frames in pieces, ignores what it does not know, and syncs all the time.
  const kept = Object.keys(RULES).filter((rule) => !broken.some((one) => one.rule === rule));
  expect(kept).toEqual(['R1', 'R3', 'R16']);
}, 600_000);

test('the SDK keeps every rule', async () => {
  const findings = await runAll(`${NODE} ${join(ROOT, 'examples/conformance.ts')}`, () => undefined);
  expect(judge(findings).filter(({ isKept }) => !isKept)).toEqual([]);
}, 600_000);
