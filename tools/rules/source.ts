// A source file as the rules of this folder see it: its text, its syntax tree and its imports.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';

/** The project's root folder. */
export const ROOT = join(import.meta.dirname, '../..');

/** A node of the syntax tree (ESTree with TypeScript): its kind, its range in characters, and its children. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [child: string]: unknown;
}

export interface Import {
  /** For packages: the name as written. For files of the project: the path from the project's root. */
  readonly target: string;
  readonly isOwn: boolean;
  readonly line: number;
}

export interface Source {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly program: SyntaxNode;
  readonly comments: readonly { readonly value: string; readonly start: number; readonly end: number }[];
  readonly imports: readonly Import[];
  /** The line of a character, from 1. */
  lineAt(offset: number): number;
}

/** Parses one file. Throws where the text is no TypeScript. */
export function parseSource(path: string, text: string): Source {
  const { program, comments, module, errors } = parseSync(path, text);
  const [error] = errors;
  if (error) throw new Error(`${path} cannot be parsed: ${error.message}`);
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const lineAt = (offset: number): number => {
    const after = lineStarts.findIndex((start) => start > offset);
    return after === -1 ? lineStarts.length : after;
  };
  const specifiers = [
    ...module.staticImports.map(({ moduleRequest, start }) => ({ specifier: moduleRequest.value, start })),
    ...module.staticExports.flatMap(({ entries, start }) =>
      entries.flatMap(({ moduleRequest }) => (moduleRequest ? { specifier: moduleRequest.value, start } : [])),
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest, start }) => {
      const literal = /^['"](.*)['"]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
      return literal?.[1] ? { specifier: literal[1], start } : [];
    }),
    ...importTypes(program as unknown as SyntaxNode),
  ];
  const imports = specifiers.map(({ specifier, start }) => {
    const isOwn = specifier.startsWith('.');
    return { target: isOwn ? normalize(join(dirname(path), specifier)) : specifier, isOwn, line: lineAt(start) };
  });
  return { path, text, program: program as unknown as SyntaxNode, comments, imports, lineAt };
}

/** `import('./x.ts').Type` */
function importTypes(program: SyntaxNode): { specifier: string; start: number }[] {
  const found: { specifier: string; start: number }[] = [];
  walk(program, (node) => {
    if (node.type !== 'TSImportType') return;
    const { value } = node.source as { value: string };
    found.push({ specifier: value, start: node.start });
  });
  return found;
}

/** Calls `visit` for `node` and every node below it, parents first. */
export function walk(
  node: SyntaxNode,
  visit: (node: SyntaxNode, parent: SyntaxNode | undefined) => void,
  parent?: SyntaxNode,
): void {
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, node);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string' && 'start' in value;
}

/** Paths of the files that git tracks or would track, from the project's root, without those that are generated. */
export function projectFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  return listed.split('\n').filter((path) => path !== '' && !isGenerated(path) && existsSync(join(ROOT, path)));
}

function isGenerated(path: string): boolean {
  return path.startsWith('proto/generated/') || path === 'package-lock.json';
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

let parsed: readonly Source[] | undefined;

/** Every TypeScript file of the project, parsed once per process. */
export function projectSources(): readonly Source[] {
  parsed ??= projectFiles()
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parseSource(path, readText(path)));
  return parsed;
}

/** True for `*.test.ts` and `*.test.tsx`. */
export function isTestFile(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

/** True for test files, for files in a folder called `testing`, and for all of e2e. */
export function isTestCode(path: string): boolean {
  return isTestFile(path) || path.split('/').slice(0, -1).includes('testing') || path.startsWith('e2e/');
}
