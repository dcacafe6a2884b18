// What protoc demands of the contract and protobufjs does not: clients in other languages generate their code with protoc.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { expect, test } from 'vitest';

const FILES = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.proto'));
const read = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8').replaceAll(/\/\/.*/g, '');
/** The option names of `extend` blocks. */
const OPTIONS = [...read('options.proto').matchAll(/^extend [^}]*\}/gm)].flatMap(([block]) =>
  [...block.matchAll(/(\w+) = \d+;/g)].map(([, name = '']) => name),
);

function allTypes(file: string): protobuf.Type[] {
  const collect = (space: protobuf.NamespaceBase): protobuf.Type[] =>
    space.nestedArray.flatMap((each) => [
      ...(each instanceof protobuf.Type ? [each] : []),
      ...(each instanceof protobuf.Namespace ? collect(each) : []),
    ]);
  return collect(protobuf.parse(read(file)).root);
}

test('no field has the name of an option of fields, for which protoc would take it', () => {
  const fieldOptions = OPTIONS.filter((name) => FILES.some((file) => read(file).includes(`[(${name}) =`)));
  expect(fieldOptions).toContain('text_rule');
  const fields = FILES.flatMap((file) => allTypes(file).flatMap((type) => type.fieldsArray.map(({ name }) => ({ file, name }))));
  expect(fields.length).toBeGreaterThan(300);
  const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  expect(fields.filter(({ name }) => fieldOptions.includes(snake(name)))).toEqual([]);
});

test('each file imports the files that define the types and options that it uses', () => {
  const definedIn = new Map(
    FILES.flatMap((file) => [...read(file).matchAll(/^(?:message|enum) (\w+)/gm)].map(([, name = '']) => [name, file])),
  );
  for (const file of FILES) {
    const text = read(file);
    const imports = [...text.matchAll(/^import "([\w.]+)";/gm)].map(([, name = '']) => name);
    const used = allTypes(file).flatMap((type) => type.fieldsArray.map((field) => field.type.split('.')[0] ?? ''));
    const called = [...text.matchAll(/rpc \w+\((\w+)\) returns \((\w+)\)/g)].flatMap(([, request = '', reply = '']) => [
      request,
      reply,
    ]);
    const files = [...used, ...called].flatMap((name) => definedIn.get(name) ?? []);
    const options = OPTIONS.some((name) => text.includes(`(${name}) =`)) ? ['options.proto'] : [];
    expect(
      [...files, ...options].filter((each) => each !== file && !imports.includes(each)),
      file,
    ).toEqual([]);
  }
});
