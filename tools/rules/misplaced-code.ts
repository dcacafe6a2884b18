// Rule 3: test code lies in `*.test.ts` or in a folder called `testing`, and nothing else imports it.
import { isTestCode, type Source } from './source.ts';

/** Product files that import test code, import a test library, or have a name like test code. */
export function findStrayTestCode(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => !isTestCode(path) && path.includes('/'))
    .flatMap(({ path, imports }) => [
      ...(/(^|[/.-])(test|tests|fake|fixture|harness)[.-]/.test(path) ? [`${path} bears the name of test code`] : []),
      ...imports
        .filter(({ target, isOwn }) => (isOwn ? isTestCode(target) : /^(vitest|fast-check)(\/|$)/.test(target)))
        .map(({ target, line }) => `${path}:${line} imports the test code ${target}`),
    ]);
}
