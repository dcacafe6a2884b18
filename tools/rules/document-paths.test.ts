import { expect, test } from 'vitest';
import { findMissingPaths } from './document-paths.ts';
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
