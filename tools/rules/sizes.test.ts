import { describe, expect, test } from 'vitest';
import { findOvergrownFolders, findOversizedCode, findWideProse } from './sizes.ts';
import { parseSource, projectFiles, projectSources, readText } from './source.ts';

describe('in the project', () => {
  test('files, classes, functions and lines are within the budget', () => {
    expect(findOversizedCode(projectSources())).toEqual([]);
  });

  test('a folder holds no more files than fit on a page', () => {
    expect(findOvergrownFolders(projectSources())).toEqual([]);
  });

  test('Markdown prose is wrapped', () => {
    const documents = projectFiles().filter((path) => path.endsWith('.md'));
    expect(documents.flatMap((path) => findWideProse(path, readText(path)))).toEqual([]);
  });
});

const lines = (count: number): string => 'x();\n'.repeat(count);

describe('a planted violation is found', () => {
  test.each([
    ['a file of 301 lines', 'gate/a.ts', lines(301), 'gate/a.ts has 301 lines'],
    ['a class of 201 lines', 'gate/a.ts', `class A { a() {} ${'\n'.repeat(200)} }`, 'gate/a.ts:1 A has 201 lines'],
    ['a function of 61 lines', 'gate/a.ts', `function f() {\n${lines(59)}}`, 'gate/a.ts:1 f has 61 lines'],
    ['an arrow function of 61 lines', 'gate/a.ts', `const f = () => {\n${lines(59)}};`, 'gate/a.ts:1 f has 61 lines'],
    ['a method of 61 lines', 'gate/a.ts', `class A { m() {\n${lines(59)}} }`, 'gate/a.ts:1 m has 61 lines'],
    ['a comment of 131 columns', 'gate/a.ts', `// ${'word '.repeat(25)}end`, 'gate/a.ts:1 has 131 columns'],
  ])('%s', (_, path, text, problem) => {
    expect(findOversizedCode([parseSource(path, text)])).toEqual([problem]);
  });

  test('a folder of 16 files', () => {
    const files = Array.from({ length: 16 }, (_, index) => parseSource(`gate/file-${index}.ts`, ''));
    expect(findOvergrownFolders(files)).toEqual(['gate has 16 files']);
  });

  test('a paragraph of 121 columns', () => {
    expect(findWideProse('docs/a.md', `# Title\n\n${'word '.repeat(24)}w`)).toEqual(['docs/a.md:3 has 121 columns']);
  });
});

describe('what cannot be shorter is left alone', () => {
  test('a suite of tests may be one long function', () => {
    expect(findOversizedCode([parseSource('gate/a.test.ts', `describe('gate', () => {\n${lines(80)}});`)])).toEqual([]);
  });

  test('tests beside their subject do not fill a folder', () => {
    const files = Array.from({ length: 8 }, (_, index) => [
      parseSource(`gate/${index}.ts`, ''),
      parseSource(`gate/${index}.test.ts`, ''),
    ]);
    expect(findOvergrownFolders(files.flat())).toEqual([]);
  });

  test('tables and code blocks of a document are not wrapped', () => {
    const wide = 'word '.repeat(40);
    expect(findWideProse('docs/a.md', `| ${wide} |\n\n\`\`\`\n${wide}\n\`\`\`\n\n    ${wide}`)).toEqual([]);
  });
});
