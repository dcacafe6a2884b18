// The wire format as data, so that a change that breaks existing clients or records is detected before a release.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type protobuf from 'protobufjs/light.js';

/** Message → field number → "name type [repeated]"; enum → number → name; rpc number → "Service.Rpc request → reply options". */
export interface WireFormat {
  messages: Record<string, Record<string, string>>;
  enums: Record<string, Record<string, string>>;
  rpcs: Record<string, string>;
}

/** The recorded wire format of `folder`; empty when nothing is recorded yet. */
export function readWireFormat(folder: string): WireFormat {
  const file = join(folder, 'generated', 'wire.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as WireFormat) : { messages: {}, enums: {}, rpcs: {} };
}

/** The wire format of a loaded contract. Throws when an rpc has no number, no access, or a number that is in use. */
export function describeWireFormat(root: protobuf.Root): WireFormat {
  const wire: WireFormat = { messages: {}, enums: {}, rpcs: {} };
  const visit = (json: protobuf.AnyNestedObject, path: string): void => {
    if (path.startsWith('google')) return;
    if ('fields' in json) {
      const fields: Record<string, string> = {};
      for (const [name, field] of Object.entries(json.fields)) {
        const rule = 'rule' in field && field.rule === 'repeated' ? ' repeated' : '';
        const key = 'keyType' in field ? ` by ${field.keyType}` : '';
        fields[field.id] = `${name} ${field.type}${rule}${key}`;
      }
      wire.messages[path] = fields;
    } else if ('values' in json) {
      wire.enums[path] = Object.fromEntries(Object.entries(json.values).map(([name, number]) => [number, name]));
    } else if ('methods' in json) {
      for (const [name, method] of Object.entries(json.methods)) {
        const options: Record<string, unknown> = Object.assign(
          {},
          ...((method as { parsedOptions?: object[] }).parsedOptions ?? []),
        );
        const option = (key: string): unknown => options[`(${key})`] ?? options[`(im.${key})`];
        const number = option('number');
        if (typeof number !== 'number') throw new Error(`${path}.${name}: the rpc line has no (number)`);
        if (!option('access')) throw new Error(`${path}.${name}: the rpc line has no (access)`);
        const taken = wire.rpcs[number];
        if (taken) throw new Error(`${path}.${name}: the number ${number} belongs to ${taken}`);
        wire.rpcs[number] = `${path}.${name} ${method.requestType} → ${method.responseType}`;
      }
    }
    const nested = 'nested' in json ? (json.nested ?? {}) : {};
    for (const [name, child] of Object.entries(nested)) visit(child, path ? `${path}.${name}` : name);
  };
  visit(root.toJSON(), '');
  return wire;
}

/** One line for each number of `before` that is missing in `now` or has another meaning. */
export function findIncompatibilities(before: WireFormat, now: WireFormat): string[] {
  const lines: string[] = [];
  const compare = (kind: string, old: Record<string, string>, current: Record<string, string> | undefined): void => {
    for (const [number, meaning] of Object.entries(old)) {
      const today = current?.[number];
      if (today === undefined) lines.push(`${kind} ${number}: was "${meaning}" and is gone`);
      else if (today !== meaning) lines.push(`${kind} ${number}: was "${meaning}" and is now "${today}"`);
    }
  };
  for (const [name, fields] of Object.entries(before.messages)) compare(`${name} field`, fields, now.messages[name]);
  for (const [name, values] of Object.entries(before.enums)) compare(`${name} value`, values, now.enums[name]);
  compare('rpc', before.rpcs, now.rpcs);
  return lines;
}
