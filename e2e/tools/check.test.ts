import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

// This test checks the types of the whole project, which takes long on a busy machine.
test('`npm run check` names the handler that a new rpc line lacks, and its file', { timeout: 180_000 }, () => {
  const copy = mkdtempSync(join(tmpdir(), 'im-rpc-'));
  try {
    const files = execFileSync('git', ['ls-files', '--', '*.ts', '*.proto', '*.js', '*.json', 'status/web'], {
      cwd: ROOT,
      encoding: 'utf8',
    })
      .trim()
      .split('\n');
    for (const file of files) cpSync(join(ROOT, file), join(copy, file));
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const proto = join(copy, 'proto', 'logic.proto');
    const line = '  rpc Poke(FindUserRequest) returns (FindUserReply) { option (number) = 290; option (access) = USER; }\n}\n';
    writeFileSync(proto, readFileSync(proto, 'utf8').replace(/\n}\n/, `\n${line}`));
    const checked = spawnSync('npm', ['run', '--silent', 'check'], { cwd: copy, encoding: 'utf8' });
    expect(checked.status).not.toBe(0);
    expect(checked.stdout).toMatch(/logic\/handlers\.ts.*'poke'/);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
