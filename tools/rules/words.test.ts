import { describe, expect, test } from 'vitest';
import { parseSource, projectFiles, projectSources, readText } from './source.ts';
import { findDuplicateTypes, findReplacedNames, findReplacedPhrases, findReplacedProse } from './words.ts';

/** The rules themselves list the words, and their tests plant them. */
const sources = () => projectSources().filter(({ path }) => !path.startsWith('tools/rules/words'));

describe('in the project', () => {
  test('identifiers and file names use the words of the glossary', () => {
    expect(findReplacedNames(sources())).toEqual([]);
  });

  test('comments, log lines and messages are plain English', () => {
    expect(findReplacedPhrases(sources())).toEqual([]);
  });

  test('documents are plain English', () => {
    const documents = projectFiles().filter((path) => path.endsWith('.md') || path.endsWith('.proto') || path === '.env.example');
    expect(documents.flatMap((path) => findReplacedProse(path, readText(path)))).toEqual([]);
  });

  test('an exported type has one declaration', () => {
    expect(findDuplicateTypes(sources())).toEqual([]);
  });
});

describe('a planted violation is found', () => {
  test.each([
    ['gate/a.ts', 'const told = 1;', 'told has "told"'],
    ['gate/a.ts', 'const x = { commandsUnderWay: 1 };', 'commandsUnderWay has "under way"'],
    ['gate/a.ts', 'class A { #clientAddress = 1; }', 'clientAddress has "client address"'],
    ['logic/group-tidings.ts', '', 'the file name has "tidings"'],
    ['auth/a.ts', 'im.Auth.prototype.changeAddress;', 'changeAddress has "change address"'],
    ['auth/a.ts', 'handlers.forgetUser();', 'forgetUser has "forget user"'],
  ])('%s: %s', (path, text, problem) => {
    expect(findReplacedNames([parseSource(path, text)])).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ['// Nobody knows what he has said.', 'says "he"'],
    [`log.warn({}, 'the partition stands still');`, 'says "stands still"'],
    ['const text = `the account of whoever asks`;', 'says "whoever"'],
  ])('%s', (text, problem) => {
    expect(findReplacedPhrases([parseSource('gate/a.ts', text)])).toEqual([expect.stringContaining(`gate/a.ts:1 ${problem}`)]);
  });

  test('a text and a name of the page', () => {
    const source = parseSource('status/web/src/a.tsx', 'const a = <TellFriends>Nobody knows what he has said.</TellFriends>;');
    expect(findReplacedPhrases([source])).toEqual([expect.stringContaining('says "he"')]);
    expect(findReplacedNames([source])).toEqual([expect.stringContaining('TellFriends has "tell friends"')]);
  });

  test('a sentence of a document', () => {
    expect(findReplacedProse('docs/a.md', 'A user\nwho left his group')).toEqual([
      'docs/a.md:2 says "his": write they, them, their',
    ]);
  });

  test('two files that export one type name', () => {
    const files = ['auth/a.ts', 'logic/b.ts'].map((path) => parseSource(path, 'export interface Group {}'));
    expect(findDuplicateTypes(files)).toEqual(['Group is declared in auth/a.ts and logic/b.ts']);
  });
});
