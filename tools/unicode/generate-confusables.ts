// Writes auth/names/confusables.json: the characters that look like others (UTS 39). Run it when the project moves to a Node with
// another version of Unicode: set ICU4J to the release of ICU with that version. It needs Maven and unzip.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isNameCharacter } from '../../proto/text/names.ts';
import { parseConfusables } from './parse-confusables.ts';

// Unicode publishes the table in ICU, whose jar the Maven registry keeps unchanged.
const ICU4J = { version: '78.1', unicode: '17.0' };
const ENTRY = 'com/ibm/icu/impl/data/icudata/confusables.cfu';
const OUTPUT = new URL('../../auth/names/confusables.json', import.meta.url);

if (process.versions.unicode !== ICU4J.unicode)
  throw new Error(`Node has Unicode ${process.versions.unicode}, icu4j ${ICU4J.version} has ${ICU4J.unicode}: set ICU4J`);
const folder = mkdtempSync(join(tmpdir(), 'confusables-'));
try {
  const artifact = `com.ibm.icu:icu4j:${ICU4J.version}`;
  const mvn = ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
  execFileSync('mvn', mvn, { stdio: 'inherit', timeout: 300_000 });
  const data = execFileSync('unzip', ['-p', join(folder, `icu4j-${ICU4J.version}.jar`), ENTRY], { timeout: 60_000 });
  const sources = new Map<string, string>();
  for (const [source, target] of parseConfusables(data))
    if (isNameCharacter(source)) sources.set(target, (sources.get(target) ?? '') + source);
  // One line per target keeps the changes of the next version readable.
  const lines = [...sources]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((entry) => `    ${entry.map((text) => JSON.stringify(text)).join(': ')}`);
  const header = `  "unicode": "${ICU4J.unicode}",\n  "source": "${artifact}, ${ENTRY}, licence Unicode-3.0"`;
  writeFileSync(OUTPUT, `{\n${header},\n  "looksLike": {\n${lines.join(',\n')}\n  }\n}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
