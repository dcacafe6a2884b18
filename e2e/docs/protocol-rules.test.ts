// Runs the rules of docs/protocol/ and checks their numbers.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { projectFiles } from '../../tools/rules/source.ts';
import { embeddedServerFixture } from '../testing/embedded-server-fixture.ts';
import { PYTHON } from './testing/python.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = join(ROOT, 'docs', 'protocol');
const RULE = /\b[A-Z]{3}-[0-9]+\b/g;

// The runner asks as fast as it can.
const server = embeddedServerFixture({ IM_RATE_LIMITS: 'off', IM_MAX_COMMANDS_PER_SECOND: '2000' });

/** Every rule in the order of the pages: "- **ORD-1** …". */
function definedRules(): string[] {
  const pages = readdirSync(PAGES).map((page) => readFileSync(join(PAGES, page), 'utf8'));
  return pages.flatMap((page) => [...page.matchAll(/^- \*\*([A-Z]{3}-[0-9]+)\*\*/gm)].map(([, rule = '']) => rule));
}

test.skipIf(!PYTHON).each([
  { seed: 1, rounds: 6 },
  { seed: 2, rounds: 6 },
])(
  'the code of the pages counts and knows what the server does, on two devices in a random order: %o',
  async ({ seed, rounds }) => {
    const { hostname, port } = new URL(server.tcp);
    const program = join(import.meta.dirname, 'testing/run_documented_rules.py');
    const run = spawn(PYTHON ?? '', [program, hostname, port, String(seed), String(rounds)]);
    const timeout = setTimeout(() => run.kill('SIGKILL'), 110_000);
    const [problems, [code]] = await Promise.all([text(run.stderr), once(run, 'exit')]);
    clearTimeout(timeout);
    expect({ problems, code }).toEqual({ problems: '', code: 0 });
  },
  120_000,
);

test('each rule has a number of its own, without gaps', () => {
  const rules = definedRules();
  expect(rules.length).toBeGreaterThan(30);
  expect(rules).toEqual([...new Set(rules)]);
  for (const [prefix, numbers] of Map.groupBy(rules, (rule) => rule.slice(0, 4)))
    expect(numbers).toEqual(numbers.map((_, n) => `${prefix}${n + 1}`));
});

test('each rule is named by a test, and no file names a rule that does not exist', () => {
  const rules = new Set(definedRules());
  const prefixes = new Set([...rules].map((rule) => rule.slice(0, 4)));
  const named = new Set<string>();
  const unknown: string[] = [];
  for (const path of projectFiles()) {
    if (!/\.(ts|md|proto)$/.test(path) || path.includes('generated/')) continue;
    for (const [rule] of readFileSync(join(ROOT, path), 'utf8').matchAll(RULE)) {
      if (prefixes.has(rule.slice(0, 4)) && !rules.has(rule)) unknown.push(`${path} names ${rule}`);
      if (path.endsWith('.test.ts')) named.add(rule);
    }
  }
  expect(unknown).toEqual([]);
  expect([...rules].filter((rule) => !named.has(rule))).toEqual([]);
});
