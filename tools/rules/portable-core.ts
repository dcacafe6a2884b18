// The core of the SDK runs in browsers, Bun, Deno and React Native: it has no import and no name that only Node, or only a
// young engine, has.
import { type Source, type SyntaxNode, walk } from './source.ts';

/** The entry of the core. What it imports, directly or not, is the core. */
export const CORE_ENTRY = 'client/sdk/index.ts';

const NODE_GLOBALS = new Set([
  'Buffer',
  'NodeJS',
  '__dirname',
  '__filename',
  'clearImmediate',
  'global',
  'process',
  'require',
  'setImmediate',
]);
/** Member, or `object.member` → what lacks it. The timers of browsers are numbers. */
const MEMBERS: ReadonlyMap<string, string> = new Map([
  ['unref', 'browsers'],
  ['hasRef', 'browsers'],
  ['withResolvers', 'Node 20'],
  ['URL.parse', 'Node 20'],
  ['AbortSignal.any', 'React Native'],
  ['AbortSignal.timeout', 'React Native'],
]);

/** One sentence for each import and each name in the core that some platform lacks. */
export function findUnportableCore(sources: readonly Source[], entry: string): string[] {
  return listReached(sources, entry).flatMap((source) => [
    ...listValueImports(source)
      .filter(({ target, isOwn }) => !isOwn && (target.startsWith('node:') || target === 'ws'))
      .map(({ target, line }) => `${source.path}:${line} imports ${target}`),
    ...listNames(source),
  ]);
}

/** The entry and every file whose code it runs, over any number of imports. Types vanish when the package is built. */
export function listReached(sources: readonly Source[], entry: string): Source[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const reached = new Map<string, Source>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const source = byPath.get(path);
    if (!source || reached.has(path)) continue;
    reached.set(path, source);
    open.push(...listValueImports(source).map(({ target }) => target));
  }
  return [...reached.values()];
}

function listValueImports(source: Source): Source['imports'] {
  const typeLines = new Set<number>();
  walk(source.program, (node) => {
    if (isTypeOnly(node)) typeLines.add(source.lineAt(node.start));
  });
  return source.imports.filter(({ line }) => !typeLines.has(line));
}

function isTypeOnly(node: SyntaxNode): boolean {
  if (node.type === 'TSImportType') return true;
  if (node.type !== 'ImportDeclaration' && node.type !== 'ExportNamedDeclaration' && node.type !== 'ExportAllDeclaration')
    return false;
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const specifiers = (node.specifiers ?? []) as readonly SyntaxNode[];
  const isType = ({ importKind, exportKind }: SyntaxNode): boolean => importKind === 'type' || exportKind === 'type';
  return node.source != null && specifiers.length > 0 && specifiers.every(isType);
}

function listNames(source: Source): string[] {
  const found: string[] = [];
  walk(source.program, (node, parent) => {
    if (node.type === 'Identifier' && NODE_GLOBALS.has(node.name as string) && !isOwnName(node, parent))
      found.push(`${source.path}:${source.lineAt(node.start)} uses ${node.name}, which only Node has`);
    if (node.type !== 'MemberExpression') return;
    const member = (node.property as SyntaxNode).name as string;
    const owner = (node.object as SyntaxNode).name;
    const lacking = MEMBERS.get(member) ?? MEMBERS.get(`${owner}.${member}`);
    if (lacking) found.push(`${source.path}:${source.lineAt(node.start)} uses ${member}, which is missing in ${lacking}`);
  });
  return found;
}

/** A property, parameter or field that only has the name. */
function isOwnName(node: SyntaxNode, parent: SyntaxNode | undefined): boolean {
  if (!parent) return false;
  if (parent.type === 'MemberExpression') return parent.property === node && parent.computed !== true;
  return (parent.key === node && parent.computed !== true) || parent.label === node;
}
