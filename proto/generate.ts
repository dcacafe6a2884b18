// `npm run proto`: generates the codecs, their types, the schema of clients and wire.json (the recorded wire format)
// from the .proto files.
// Fails and writes nothing when a .proto file breaks existing clients or records.
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import protobuf from 'protobufjs';
import { describeClientSchema, printClientSchema } from './client-schema.ts';
import { describeWireFormat, findIncompatibilities, readWireFormat } from './wire-format.ts';

/**
 * Writes the generated module for the protos of `folder`. If they are incompatible with wire.json, returns the reasons and
 * writes nothing.
 */
export async function generate(folder: string): Promise<string[]> {
  const protos = readdirSync(folder)
    .filter((name) => name.endsWith('.proto'))
    .sort()
    .map((name) => join(folder, name));
  const root = new protobuf.Root();
  const libraries = dirname(createRequire(import.meta.url).resolve('protobufjs/package.json'));
  root.resolvePath = (_origin, target) =>
    target.startsWith('google/') ? join(libraries, target) : join(folder, basename(target));
  root.loadSync(protos);
  const now = describeWireFormat(root);
  const broken = findIncompatibilities(readWireFormat(folder), now);
  if (broken.length > 0) return broken;

  const pbjs = join(dirname(createRequire(import.meta.url).resolve('protobufjs-cli/package.json')), 'bin', 'pbjs');
  const flags = ['-t', 'json-module', '-w', 'esm', '--dts', '--sparse', '--force-number', '-p', folder];
  execFileSync(process.execPath, [pbjs, ...flags, '-o', join(folder, 'generated', 'index.js'), ...protos], { stdio: 'pipe' });
  writeFileSync(join(folder, 'generated', 'wire.json'), `${JSON.stringify(now, null, 2)}\n`);
  writeFileSync(join(folder, 'generated', 'client-schema.ts'), printClientSchema(describeClientSchema(root)));
  return [];
}

if (import.meta.main) {
  const broken = await generate(import.meta.dirname);
  for (const line of broken) console.error(line);
  if (broken.length > 0) {
    console.error(
      '\nThe change above would break clients or records that exist. Use a new number for the new meaning, and keep the old one.',
    );
    process.exit(1);
  }
}
