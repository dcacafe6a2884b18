// Documents name only files, folders and decisions that exist.

/** Examples that a guide tells its reader to create. */
const EXAMPLES = /^(proto\/)?weather/;

/** Paths in backquotes that begin with one of the project's folders and that nothing in `files` has. */
export function findMissingPaths(document: string, text: string, files: readonly string[]): string[] {
  const folders = new Set(files.filter((file) => file.includes('/')).map((file) => file.slice(0, file.indexOf('/') + 1)));
  const exists = (path: string): boolean => files.some((file) => file === path || (path.endsWith('/') && file.startsWith(path)));
  return [...text.matchAll(/`([\w.-]+\/)([\w./-]+(?:\.(?:ts|md|proto|json|sql)|\/))`/g)].flatMap(([, folder = '', rest = '']) => {
    const path = folder + rest;
    return EXAMPLES.test(path) || !folders.has(folder) || exists(path) ? [] : [`${document} names ${path}`];
  });
}

/** Decisions (docs/adr/NNNN-title.md) that share their number, or whose title does not begin with it. */
export function findWrongDecisionNumbers(decisions: readonly { readonly path: string; readonly text: string }[]): string[] {
  const numbers = decisions.map(({ path }) => path.slice('docs/adr/'.length).slice(0, 4));
  return decisions.flatMap(({ path, text }, i) => {
    const number = numbers[i] ?? '';
    if (numbers.indexOf(number) !== i) return [`${path} has a number that another decision has`];
    return text.startsWith(`# ${Number(number)}. `) ? [] : [`${path} does not begin with "# ${Number(number)}. "`];
  });
}
