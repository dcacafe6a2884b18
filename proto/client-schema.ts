// What a client needs of the contract, as small data: its rpcs, and the messages and enums that they and the frames use. The SDK
// reads it without protobufjs, which is larger than the whole SDK and makes code at run time, which many pages forbid.
import type protobuf from 'protobufjs/light.js';

/** What travels between a client and a gate besides requests and replies. */
const FRAMES = ['Frame', 'Hello', 'ClientHello', 'Close', 'Push', 'Failure', 'Code', 'Retry', 'CloseReason'];

interface ClientSchema {
  /** Message → its fields, each `name:number:type`, then `*` when repeated or `?` when optional. */
  readonly messages: Record<string, string>;
  /** Enum → number by name. */
  readonly enums: Record<string, Record<string, number>>;
  /** "Logic.SendMessage" → number, access, request, reply, and `reads` where it only reads. */
  readonly rpcs: Record<string, string>;
}

/** The client's part of a loaded contract. */
export function describeClientSchema(root: protobuf.Root): ClientSchema {
  root.resolveAll();
  const contract = root.lookup('im') as protobuf.Namespace;
  const schema: ClientSchema = { messages: {}, enums: {}, rpcs: {} };
  for (const name of FRAMES) addType(schema, contract.lookup(name));
  for (const nested of contract.nestedArray) if (isService(nested)) addService(schema, nested);
  return schema;
}

/** The module that the SDK imports. */
export function printClientSchema(schema: ClientSchema): string {
  const lines = Object.entries(schema).map(
    ([name, value]) => `export const ${name.toUpperCase()} = ${JSON.stringify(value, null, 1)} as const;\n`,
  );
  return `// Made by \`npm run proto\` from the .proto files: the client's part of the contract.\n${lines.join('')}`;
}

function addService(schema: ClientSchema, service: protobuf.Service): void {
  for (const method of service.methodsArray) {
    const options: Record<string, unknown> = Object.assign({}, ...((method.parsedOptions as object[] | null) ?? []));
    const option = (key: string): unknown => options[`(${key})`] ?? options[`(im.${key})`];
    if (option('access') === 'INTERNAL') continue;
    addType(schema, method.resolvedRequestType);
    addType(schema, method.resolvedResponseType);
    const reads = option('reads') === true ? ' reads' : '';
    const types = `${nameOf(method.resolvedRequestType)} ${nameOf(method.resolvedResponseType)}`;
    schema.rpcs[`${service.name}.${method.name}`] = `${option('number')} ${option('access')} ${types}${reads}`;
  }
}

function addType(schema: ClientSchema, type: protobuf.ReflectionObject | null): void {
  if (!type) throw new Error('the contract lacks a type that clients need');
  const name = nameOf(type);
  if (isEnum(type)) schema.enums[name] = { ...type.values };
  if (!isType(type) || name in schema.messages) return;
  schema.messages[name] = type.fieldsArray.map(describeField).join(' ');
  // An enum within a message may be an argument of a program without being the type of a field.
  for (const nested of type.nestedArray) addType(schema, nested);
  for (const { resolvedType } of type.fieldsArray) if (resolvedType) addType(schema, resolvedType);
}

function describeField(field: protobuf.Field): string {
  if (field.map) throw new Error(`${field.fullName}: clients read no maps yet`);
  const mark = field.repeated ? '*' : field.options?.proto3_optional ? '?' : '';
  return `${field.name}:${field.id}:${field.resolvedType ? nameOf(field.resolvedType) : field.type}${mark}`;
}

/** ".im.Frame.Kind" → "Frame.Kind" */
function nameOf(type: protobuf.ReflectionObject | null): string {
  return (type?.fullName ?? '').replace(/^\.im\./, '');
}

function isService(reflected: protobuf.ReflectionObject): reflected is protobuf.Service {
  return 'methodsArray' in reflected;
}

function isEnum(reflected: protobuf.ReflectionObject): reflected is protobuf.Enum {
  return 'values' in reflected;
}

function isType(reflected: protobuf.ReflectionObject): reflected is protobuf.Type {
  return 'fieldsArray' in reflected;
}
