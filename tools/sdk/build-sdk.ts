// `npm run sdk:build`: the published form of the SDK in client/sdk/dist, which `npm pack` takes: ES modules and their types.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { printClientTypes } from './client-types.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The folder of the package. */
export const SDK = join(ROOT, 'client/sdk');

/** Replaces client/sdk/dist. */
export async function buildSdk(): Promise<void> {
  const dist = join(SDK, 'dist');
  rmSync(dist, { recursive: true, force: true });
  await build({
    configFile: false,
    root: SDK,
    logLevel: 'warn',
    build: {
      outDir: dist,
      emptyOutDir: true,
      target: 'es2022',
      minify: false,
      lib: { entry: { index: join(SDK, 'index.ts'), node: join(SDK, 'node.ts') }, formats: ['es'] },
      rollupOptions: { external: [/^node:/, 'ws'], output: { chunkFileNames: 'shared/[name].js' } },
    },
  });
  buildTypes(join(dist, 'types'));
}

function buildTypes(types: string): void {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(SDK, 'tsconfig.build.json'), '--outDir', types], { stdio: 'inherit' });
  const proto = join(types, 'proto');
  // The types of the whole contract need protobufjs and have a megabyte.
  rmSync(proto, { recursive: true, force: true });
  mkdirSync(proto, { recursive: true });
  writeFileSync(join(proto, 'rpc.d.ts'), printClientTypes());
  for (const entry of readdirSync(types, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.d.ts')) continue;
    const path = join(entry.parentPath, entry.name);
    // Nobody publishes `.ts` files, so the types name the `.js` files beside them.
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/(from\s*|import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2'));
  }
}

if (import.meta.main) await buildSdk();
