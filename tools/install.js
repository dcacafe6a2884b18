// Makes node_modules match package-lock.json, the pinned Node included, and builds the operator's page. JavaScript, because it
// runs before that Node is there, on any Node from 20. Does nothing when they match, so that a start costs no time and needs no
// network.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { buildPage } from './build-page.js';

const NODE = 'node_modules/.bin/node';
/** npm's record of what it installed. */
const INSTALLED = 'node_modules/.package-lock.json';

if (!isInstalled()) {
  console.log('Installing the packages of package-lock.json, Node among them (about 100 MB, only when that file changes) ...');
  // npm ci checks every package against the hash in the lock file, and never writes that file.
  const npm = process.env.npm_execpath;
  const [command, ...args] = npm ? [process.execPath, npm] : ['npm'];
  const { status } = spawnSync(command, [...args, 'ci', '--loglevel=error'], { stdio: 'inherit' });
  if (status !== 0) end('The packages could not be installed, see above. `npm start` tries it again.');
}
if (!existsSync(NODE)) provideNode();
useHooks();
const problem = buildPage();
if (problem) end(problem);

/** Packages of other platforms are in the lock file and not in node_modules. */
function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  const wanted = readPackages('package-lock.json');
  const present = readPackages(INSTALLED);
  const omitsDev = process.env.NODE_ENV === 'production' || /\bdev\b/.test(process.env.npm_config_omit ?? '');
  return (
    Object.entries(wanted).every(([path, { integrity, optional, dev }]) =>
      present[path] ? present[path].integrity === integrity : path === '' || optional || (dev && omitsDev),
    ) && Object.keys(present).every((path) => path in wanted)
  );
}

function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/**
 * Links the pinned Node. npm 10 does not: it takes the package of another platform, which is not there, for the owner of the
 * link. On a platform without a package, the Node that runs this script serves if it is new enough.
 */
function provideNode() {
  const pinned = Object.entries(JSON.parse(readFileSync('package.json', 'utf8')).optionalDependencies);
  const found = pinned.map(([name]) => `../${name}/bin/node`).find((path) => existsSync(`node_modules/.bin/${path}`));
  const [[, wanted]] = pinned;
  if (!found && Number.parseInt(process.versions.node, 10) < Number.parseInt(wanted, 10))
    end(`npm has no Node for ${process.platform} on ${process.arch}: install Node ${wanted} or later yourself, then try again.`);
  rmSync(NODE, { force: true });
  symlinkSync(found ?? process.execPath, NODE);
}

/** Git checks commit messages with the project's hook. A copy without .git has none, and git itself may be missing. */
function useHooks() {
  if (existsSync('.git')) spawnSync('git', ['config', 'core.hooksPath', 'tools/hooks']);
}

function end(sentence) {
  console.error(sentence);
  process.exit(1);
}
