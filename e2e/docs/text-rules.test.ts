// Compares docs/protocol/text.md with the contract: each string of a client has a rule, and the page says which.
import { readFileSync } from 'node:fs';
import type protobuf from 'protobufjs/light.js';
import { expect, test } from 'vitest';
import { allServices, im, rpcsByNumber } from '../../proto/rpc.ts';
import { textRuleOf } from '../../proto/text/text-rules.ts';

const ID = /(^|_)ids?$|^mentions$/;
const PAGE = readFileSync(new URL('../../docs/protocol/text.md', import.meta.url), 'utf8');

interface RequestField {
  /** "Auth.Register", or "ClientHello" for the frame. */
  readonly request: string;
  /** As in the .proto. */
  readonly name: string;
  readonly rule: string | undefined;
}

function stringFields(request: string, type: protobuf.Type): RequestField[] {
  return type.fieldsArray.flatMap((field) => {
    const { resolvedType } = field.resolve();
    if (resolvedType && 'fieldsArray' in resolvedType) return stringFields(request, resolvedType);
    const name = field.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return field.type === 'string' ? [{ request, name, rule: textRuleOf(field) }] : [];
  });
}

const fields = [
  ...[...rpcsByNumber(allServices()).values()]
    .filter(({ access }) => access !== 'INTERNAL')
    .flatMap(({ name, request }) => stringFields(name, request as unknown as protobuf.Type)),
  ...stringFields('ClientHello', im.ClientHello as unknown as protobuf.Type),
];

test('each string that a client sends has a rule in the contract', () => {
  expect(fields.length).toBeGreaterThan(80);
  expect(fields.filter(({ rule }) => rule === undefined)).toEqual([]);
  expect(fields.filter(({ name, rule }) => ID.test(name) && rule !== 'OPAQUE')).toEqual([]);
});

test('docs/protocol/text.md tells the rule of each string that is not an id', () => {
  const rows = Map.groupBy(
    fields.filter(({ name }) => !ID.test(name)),
    ({ request }) => request,
  );
  const expected = [...rows].map(
    ([request, own]) => `| ${request} | ${own.map(({ name, rule }) => `\`${name}\` ${rule}`).join(', ')} |`,
  );
  expect(PAGE.split('\n').filter((line) => /^\| (\w+\.\w+|ClientHello) \|/.test(line))).toEqual(expected);
});
