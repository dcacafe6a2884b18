import { expect, test } from 'vitest';
import { findMissingPaths, findWrongDecisionNumbers } from './document-paths.ts';
import { projectFiles, readText } from './source.ts';

test('documents name only files and folders that exist', () => {
  const files = projectFiles();
  const documents = files.filter((path) => path.endsWith('.md') && path !== 'CHANGELOG.md');
  const all = [...files, 'proto/generated/wire.json', 'proto/generated/index.js'];
  expect(documents.flatMap((path) => findMissingPaths(path, readText(path), all))).toEqual([]);
});

test('a planted violation is found: a file that moved away', () => {
  expect(findMissingPaths('docs/a.md', 'See `gate/pending.ts` and `gate/server.ts`.', ['gate/server.ts'])).toEqual([
    'docs/a.md names gate/pending.ts',
  ]);
});

test('a name without a folder of the project is left alone', () => {
  expect(findMissingPaths('docs/a.md', '`handlers.ts`, `store/messages.ts`', ['gate/server.ts'])).toEqual([]);
});

test('each decision has a number of its own, which its title begins with', () => {
  const decisions = projectFiles().filter((path) => path.startsWith('docs/adr/'));
  expect(decisions.length).toBeGreaterThan(0);
  expect(findWrongDecisionNumbers(decisions.map((path) => ({ path, text: readText(path) })))).toEqual([]);
});

test('a planted violation is found: two decisions of one number, and a title with another one', () => {
  const decision = (path: string, text: string) => ({ path: `docs/adr/${path}`, text });
  expect(
    findWrongDecisionNumbers([decision('0001-a.md', '# 1. A'), decision('0001-b.md', '# 1. B'), decision('0002-c.md', '# 3. C')]),
  ).toEqual(['docs/adr/0001-b.md has a number that another decision has', 'docs/adr/0002-c.md does not begin with "# 2. "']);
});
