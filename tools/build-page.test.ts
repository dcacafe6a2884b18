import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { buildPage } from './build-page.js';
import { ROOT } from './rules/source.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'im-build-page-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
});

function copySources(): void {
  for (const path of ['status/web', 'tsconfig.json', 'package.json', 'package-lock.json'])
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
}

const page = (): string => join(root, '.cache/operator-page');
const builtAt = (): number => statSync(page()).ino;

test('the page is built once, and again only when its sources change', () => {
  copySources();
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  expect(buildPage(root)).toBeUndefined();
  const index = readFileSync(join(page(), 'index.html'), 'utf8');
  const assets = readdirSync(join(page(), 'assets'));
  // The base is relative: status serves the page below /page/.
  for (const name of assets.filter((one) => /\.(js|css)$/.test(one))) expect(index).toContain(`"./assets/${name}"`);
  expect(assets.some((name) => name.endsWith('.js'))).toBe(true);
  expect(index).not.toMatch(/<style|style=|<script>|https?:/);

  const first = builtAt();
  expect(buildPage(root)).toBeUndefined();
  writeFileSync(join(root, 'status/web/src/new.test.ts'), '');
  expect(buildPage(root)).toBeUndefined();
  expect(builtAt()).toBe(first);

  writeFileSync(join(root, 'status/web/src/style.css'), 'body{color:red}');
  expect(buildPage(root)).toBeUndefined();
  expect(builtAt()).not.toBe(first);
  expect(readdirSync(join(root, '.cache'))).toEqual(['operator-page']);

  writeFileSync(join(root, 'status/web/src/main.tsx'), 'no {{ code');
  const built = builtAt();
  expect(buildPage(root)).toBe("The operator's page could not be built, see above. `npm run setup` tries it again.");
  // The page of before stays.
  expect(builtAt()).toBe(built);
});

test('an installation without the packages that build the page starts without it', () => {
  copySources();
  expect(buildPage(root)).toBeUndefined();
});

test('a folder without sources, as in an image with the built page, is left alone', () => {
  expect(buildPage(root)).toBeUndefined();
  expect(readdirSync(root)).toEqual([]);
});
