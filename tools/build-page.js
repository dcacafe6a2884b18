// Builds the operator's page from status/web where it is missing or its sources have changed. JavaScript, as tools/install.js,
// which calls it in its own process: when nothing has changed, that costs some milliseconds.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

const SOURCES = 'status/web';
const PAGE = '.cache/operator-page';
/** In the folder of the page: the hash of what it was built from. */
const MARK = 'sources.sha256';

/** `root`: the folder of the project. Returns why there is no page, as a sentence; undefined where it is as its sources. */
export function buildPage(root = '.') {
  const sources = join(root, SOURCES);
  // An image may hold the built page alone.
  if (!existsSync(sources)) return undefined;
  const page = join(root, PAGE);
  const wanted = hashSources(root, sources);
  if (readMark(page) === wanted) return undefined;
  if (!existsSync(join(root, 'node_modules/vite'))) {
    const state = existsSync(page) ? 'older than its sources' : 'not built';
    console.log(`The operator's page is ${state}: this installation omits the packages that build it. Everything else works.`);
    return undefined;
  }
  console.log("Building the operator's page (about a second, only when its sources change) ...");
  // Built beside it, then renamed, so that a process that starts meanwhile never sees half a page.
  const fresh = resolve(`${page}.${process.pid}`);
  try {
    const args = ['build', SOURCES, '--configLoader', 'native', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'];
    const { status } = spawnSync('node_modules/.bin/node', ['node_modules/vite/bin/vite.js', ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (status !== 0) return "The operator's page could not be built, see above. `npm run setup` tries it again.";
    writeFileSync(join(fresh, MARK), wanted);
    rmSync(page, { recursive: true, force: true });
    renameSync(fresh, page);
    return undefined;
  } catch (error) {
    // Two starts at once build the same.
    if (readMark(page) === wanted) return undefined;
    return `The operator's page could not be built (${error.message}). \`npm run setup\` tries it again.`;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function hashSources(root, sources) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const files = readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
  for (const file of files) hash.update(`\0${relative(sources, file)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function readMark(page) {
  const mark = join(page, MARK);
  return existsSync(mark) ? readFileSync(mark, 'utf8') : undefined;
}
