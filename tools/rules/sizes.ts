// Rule 5: sizes of files, classes, functions, folders and lines.
import { isTestCode, isTestFile, type Source, type SyntaxNode, walk } from './source.ts';

/** Lines of a file, a class and a function (a function within a function counts for both); files of a folder; columns. */
export const MAX = {
  fileLines: 300,
  classLines: 200,
  functionLines: 60,
  folderFiles: 15,
  columns: 130,
  proseColumns: 120,
} as const;

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
const CLASSES = ['ClassDeclaration', 'ClassExpression'];

/** One sentence for each file, class, function and line that is too long. Functions of test code may hold a whole suite. */
export function findOversizedCode(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const { path, text, program, lineAt } = source;
    const lines = text.trimEnd().split('\n');
    const problems = lines.flatMap((line, index) =>
      columnsOf(line) > MAX.columns && !isUnbreakable(line) ? `${path}:${index + 1} has ${columnsOf(line)} columns` : [],
    );
    if (lines.length > MAX.fileLines) problems.push(`${path} has ${lines.length} lines`);
    walk(program, (node, parent) => {
      const size = lineAt(node.end) - lineAt(node.start) + 1;
      const isTooLong =
        (CLASSES.includes(node.type) && size > MAX.classLines) ||
        (FUNCTIONS.includes(node.type) && size > MAX.functionLines && !isTestCode(path));
      if (isTooLong) problems.push(`${path}:${lineAt(node.start)} ${nameOf(node, parent)} has ${size} lines`);
    });
    return problems;
  });
}

/** Folders with more TypeScript files than fit on a page. A test beside its subject does not count. */
export function findOvergrownFolders(sources: readonly Source[]): string[] {
  const folders = Map.groupBy(
    sources.filter(({ path }) => !isTestFile(path)),
    ({ path }) => path.slice(0, path.lastIndexOf('/')),
  );
  return [...folders]
    .filter(([, files]) => files.length > MAX.folderFiles)
    .map(([folder, files]) => `${folder} has ${files.length} files`);
}

/** Lines of prose that are too long. Tables, code blocks, links and single long words cannot be wrapped. */
export function findWideProse(path: string, text: string): string[] {
  let isInCode = false;
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(```|~~~)/.test(line)) isInCode = !isInCode;
    const isProse = !isInCode && !/^(\s*\||\t| {4})/.test(line);
    return isProse && columnsOf(line) > MAX.proseColumns ? `${path}:${index + 1} has ${columnsOf(line)} columns` : [];
  });
}

/** A Chinese character takes two columns of a terminal; the budget counts characters. */
function columnsOf(line: string): number {
  return [...line].length;
}

/** One string that the formatter leaves on its line: a URL, a key, a fixed text. */
function isUnbreakable(line: string): boolean {
  return /^\s*(['"`]|\S+ ['"`])\S{100,}$/.test(line);
}

function nameOf(node: SyntaxNode, parent: SyntaxNode | undefined): string {
  const named = [node.id, parent?.key, parent?.id].find((id) => typeof id === 'object' && id !== null) as
    | { name?: string }
    | undefined;
  return named?.name ?? 'a function';
}
