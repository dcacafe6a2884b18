// Documents name only files and folders that exist.

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
