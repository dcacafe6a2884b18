// The contract as the SDK uses it: messages, enums and rpcs from the generated schema. Their types are those of proto/rpc.ts.
import { ENUMS, MESSAGES, RPCS } from '../../../proto/generated/client-schema.ts';
import type { im, Rpc } from '../../../proto/rpc.ts';
import { MessageCodec } from './message-codec.ts';

/** An rpc as a client knows it. */
export type ClientRpc = Pick<Rpc, 'number' | 'name' | 'service' | 'handler' | 'access' | 'reads' | 'request' | 'reply'>;

const codecs = new Map<string, MessageCodec>();
for (const [name, description] of Object.entries(MESSAGES)) codecs.set(name, new MessageCodec(description, codecs));

/** Messages and enums by name: `wire.Frame.decode(bytes)`, `wire.Frame.Kind.PUSH`. Only those that a client needs. */
export const wire = buildNamespace() as unknown as typeof im;

/** Every rpc that a client may call. */
export const CLIENT_RPCS: readonly ClientRpc[] = Object.entries(RPCS).map(([name, description]) => toRpc(name, description));

function buildNamespace(): Record<string, object> {
  const namespace: Record<string, object> = {};
  for (const [name, codec] of codecs) place(namespace, name, codec);
  for (const [name, numbers] of Object.entries(ENUMS)) place(namespace, name, nameBothWays(numbers));
  return namespace;
}

/** "Frame.Kind" is a property of "Frame". */
function place(namespace: Record<string, object>, name: string, value: object): void {
  const dot = name.lastIndexOf('.');
  const owner = dot === -1 ? namespace : (namespace[name.slice(0, dot)] as Record<string, object> | undefined);
  if (owner) owner[name.slice(dot + 1)] = value;
}

function nameBothWays(numbers: Readonly<Record<string, number>>): object {
  const names = Object.entries(numbers).map(([name, number]) => [number, name] as const);
  return { ...Object.fromEntries(names), ...numbers };
}

function toRpc(name: string, description: string): ClientRpc {
  const [number, access, request = '', reply = '', reads] = description.split(' ');
  const [service = '', method = ''] = name.split('.');
  return {
    number: Number(number),
    name,
    service,
    handler: method.charAt(0).toLowerCase() + method.slice(1),
    access: access as Rpc['access'],
    reads: reads !== undefined,
    request: codecOf(request),
    reply: codecOf(reply),
  };
}

function codecOf(name: string): MessageCodec {
  const codec = codecs.get(name);
  if (!codec) throw new TypeError(`the schema has no message ${name}`);
  return codec;
}
