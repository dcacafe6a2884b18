// `npm run proto`: makes generated.js and generated.d.ts from the .proto files and records the wire format in wire.json.
// Fails, and writes nothing, when a .proto changes what is already on somebody's wire.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type protobuf from 'protobufjs/light.js';
import { incompatibilities, readWire, type Wire, wireOf } from './wire.ts';

/** Writes the generated module beside `folder`'s protos; returns what is incompatible with `folder`/wire.json (then nothing is written). */
export async function generate(folder: string): Promise<string[]> {
  const protos = readdirSync(folder).filter((name) => name.endsWith('.proto'));
  const pbjs = join(dirname(createRequire(import.meta.url).resolve('protobufjs-cli/package.json')), 'bin', 'pbjs');
  const draft = join(folder, '.draft.js');
  const draftTypes = join(folder, '.draft.d.ts');
  try {
    const flags = ['-t', 'json-module', '-w', 'esm', '--dts', '--sparse', '--force-number', '-p', folder];
    execFileSync(process.execPath, [pbjs, ...flags, '-o', draft, ...protos.map((name) => join(folder, name))], { stdio: 'pipe' });
    const { default: root } = (await import(`${pathToFileURL(draft)}?${Date.now()}`)) as { default: protobuf.Root };
    const before: Wire = readWire(folder);
    const now = wireOf(root);
    const broken = incompatibilities(before, now);
    if (broken.length > 0) return broken;
    renameSync(draft, join(folder, 'generated.js'));
    writeFileSync(join(folder, 'generated.d.ts'), readFileSync(draftTypes));
    writeFileSync(join(folder, 'wire.json'), `${JSON.stringify(now, null, 2)}\n`);
    return [];
  } finally {
    rmSync(draft, { force: true });
    rmSync(draftTypes, { force: true });
  }
}

if (import.meta.main) {
  const broken = await generate(import.meta.dirname);
  for (const line of broken) console.error(line);
  if (broken.length > 0) {
    console.error(
      '\nThe change above would break clients or records that exist. Give the new thing a new number and keep the old one.',
    );
    process.exit(1);
  }
}
