// Rule 7: a logged error is in the field `err`, as the error object, so that the log keeps its stack and its causes.
import { type Source, type SyntaxNode, walk } from './source.ts';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Calls `log.LEVEL({ … }, …)` whose fields hold an error under another name than `err`, or as a string. */
export function findMislabelledErrors(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => {
    const problems: string[] = [];
    walk(source.program, (node) => {
      for (const property of loggedFields(node)) {
        const key = (property.key as { name?: string; value?: string }).name ?? '';
        const value = property.value as SyntaxNode;
        const place = `${source.path}:${source.lineAt(property.start)}`;
        if (key === 'error') problems.push(`${place} logs an error under 'error', not 'err'`);
        else if (key !== 'err' && isError(value)) problems.push(`${place} logs an error under '${key}', not 'err'`);
        else if (key === 'err' && !isErrorItself(value)) problems.push(`${place} logs the text of an error, not the error`);
      }
    });
    return problems;
  });
}

function loggedFields(node: SyntaxNode): SyntaxNode[] {
  if (node.type !== 'CallExpression') return [];
  const { callee, arguments: [first] = [] } = node as unknown as { callee: SyntaxNode; arguments: SyntaxNode[] };
  if (callee.type !== 'MemberExpression' || !LEVELS.includes((callee.property as { name?: string }).name ?? '')) return [];
  const object = callee.object as SyntaxNode & { name?: string; property?: { name?: string } };
  const receiver = object.name ?? object.property?.name ?? '';
  if (!/^#?log$|^#?logger$/i.test(receiver) || first?.type !== 'ObjectExpression') return [];
  return (first.properties as SyntaxNode[]).filter(({ type }) => type === 'Property');
}

/** True for an identifier with the name of an error. */
function isError(value: SyntaxNode): boolean {
  return value.type === 'Identifier' && /^(err|error)$/.test((value as unknown as { name: string }).name);
}

/** Not `String(error)`, not `error.message`, not a template. */
function isErrorItself(value: SyntaxNode): boolean {
  if (value.type === 'Identifier') return true;
  if (value.type === 'MemberExpression') return (value.property as { name?: string }).name !== 'message';
  const isString = value.type === 'TemplateLiteral' || value.type === 'Literal';
  const callee = value.type === 'CallExpression' ? (value.callee as { name?: string }).name : undefined;
  return !isString && callee !== 'String';
}
