import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generate } from './generate.ts';
import { findIncompatibilities, readWireFormat } from './wire-format.ts';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '..');
const GENERATED = ['generated/client-schema.ts', 'generated/index.js', 'generated/index.d.ts', 'generated/wire.json'];

describe('the contract', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'im-proto-'));
    for (const name of readdirSync(HERE)) if (name.endsWith('.proto')) cpSync(join(HERE, name), join(folder, name));
    cpSync(join(HERE, 'generated'), join(folder, 'generated'), { recursive: true });
    // The generated module imports protobufjs relative to its own folder.
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const edit = (file: string, from: string | RegExp, to: string): void => {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, to);
    expect(after, `${from} stands in ${file}`).not.toBe(before);
    writeFileSync(path, after);
  };
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

  test('the generated files match the .proto files', async () => {
    const before = GENERATED.map(read);
    expect(await generate(folder)).toEqual([]);
    expect(GENERATED.map(read)).toEqual(before);
  });

  test.each([
    [
      'a field gets another number',
      'messages.proto',
      'string text = 3 ',
      'string text = 30 ',
      /SendMessageRequest field 3: was "text string" and is gone/,
    ],
    [
      'a field gets another type',
      'messages.proto',
      'string text = 3 ',
      'bytes text = 3 ',
      /SendMessageRequest field 3.*now "text bytes"/,
    ],
    ['a field becomes repeated', 'messages.proto', 'string text = 3 ', 'repeated string text = 3 ', /SendMessageRequest field 3/],
    ['an rpc gets another number', 'logic.proto', '(number) = 201', '(number) = 299', /rpc 201.*is gone/],
    ['an rpc gets another reply', 'logic.proto', 'returns (FindUserReply)', 'returns (Message)', /rpc 204/],
    [
      'a code gets another meaning',
      'codes.proto',
      'NAME_TAKEN = 101;',
      'NAME_USED = 101;',
      /Code value 101: was "NAME_TAKEN" and is now "NAME_USED"/,
    ],
    ['a message goes', 'auth.proto', /message LogOutReply \{\}/, 'message LogOutReply2 {}', /LogOutReply/],
  ])('%s: the generator rejects it, because it breaks old clients, and writes nothing', async (_what, file, from, to, says) => {
    const before = read('generated/index.js');
    if (file === 'auth.proto') edit(file, 'returns (LogOutReply)', 'returns (LogOutReply2)');
    edit(file, from, to);
    expect((await generate(folder)).join('\n')).toMatch(says);
    expect(read('generated/index.js')).toBe(before);
  });

  test('new fields, rpcs, codes and messages are accepted and recorded', async () => {
    edit('messages.proto', 'string text = 3 ', 'string language = 40; string text = 3 ');
    edit(
      'logic.proto',
      /\n}\n/,
      '\n  rpc Poke(LookRequest) returns (LookReply) { option (number) = 290; option (access) = USER; }\n}\n' +
        'message LookRequest {}\nmessage LookReply {}\n',
    );
    edit('codes.proto', 'BAD_LIMIT = 206;', 'BAD_LIMIT = 206; TOO_DULL = 290;');
    const before = readWireFormat(folder);
    expect(await generate(folder)).toEqual([]);
    expect(readWireFormat(folder).rpcs['290']).toContain('Logic.Poke');
    expect(findIncompatibilities(before, readWireFormat(folder))).toEqual([]);
    expect(findIncompatibilities(readWireFormat(folder), before)).not.toEqual([]);
  });

  test.each([
    ['no number', 'option (access) = USER;', /has no \(number\)/],
    ['no access', 'option (number) = 291;', /has no \(access\)/],
    ['a number that is in use', 'option (number) = 101; option (access) = USER;', /the number 101 belongs to/],
  ])('an rpc line with %s is rejected', async (_what, options, says) => {
    edit('logic.proto', /\n}\n/, `\n  rpc Poke(FindUserRequest) returns (FindUserReply) { ${options} }\n}\n`);
    await expect(generate(folder)).rejects.toThrow(says);
  });
});
