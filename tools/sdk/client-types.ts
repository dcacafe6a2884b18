// The types of the contract in the published SDK: the client's part, without protobufjs. They stand in for proto/rpc.ts there.
import { ENUMS, MESSAGES, RPCS } from '../../proto/generated/client-schema.ts';

/** As in proto/rpc.ts. */
const HELPERS = `
export interface Codec {
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
}
export interface Rpc {
  readonly number: number;
  readonly name: string;
  readonly service: string;
  readonly handler: string;
  readonly access: 'USER' | 'PUBLIC' | 'INTERNAL';
  readonly reads: boolean;
  readonly request: Codec;
  readonly reply: Codec;
}
type RpcMethod = { readonly requestType: string; readonly responseType: string };
type Decoded<M, Name> = Name extends keyof M ? (M[Name] extends { decode(bytes: Uint8Array): infer T } ? T : never) : never;
type Encodable<M, Name> = Name extends keyof M ? (M[Name] extends { encode(message: infer T): unknown } ? T : never) : never;
/** The rpcs of a service, by method name. */
export type RpcsOf<Service> = { [K in keyof Service as Service[K] extends RpcMethod ? K : never]: Service[K] };
/** An object that can be encoded as the request of an rpc. */
export type RequestShape<R, M = typeof im> = R extends RpcMethod ? Encodable<M, R['requestType']> : never;
/** The decoded reply of an rpc. */
export type ReplyOf<R, M = typeof im> = R extends RpcMethod ? Decoded<M, R['responseType']> : never;
`;

const SCALARS: Readonly<Record<string, string>> = {
  uint32: 'number',
  uint64: 'number',
  int32: 'number',
  bool: 'boolean',
  string: 'string',
  bytes: 'Uint8Array',
};

/** The text of a module of declarations. */
export function printClientTypes(): string {
  const lines = [
    ...Object.entries(MESSAGES).map(([name, fields]) => printMessage(name, fields)),
    ...Object.entries(ENUMS).map(([name, numbers]) => printEnum(name, numbers)),
    ...listServices().map(([name, methods]) => `  class ${name} {\n    readonly rpcImpl: unknown;\n${methods.join('')}  }\n`),
  ];
  const head = '/** The messages, enums and services of the contract. */\nexport declare namespace im {\n';
  return `${HELPERS}${head}${lines.join('')}}\n`;
}

function printMessage(name: string, description: string): string {
  const fields = description === '' ? [] : description.split(' ').map(parseField);
  const decoded = fields.map(({ name: field, type, isMessage, isRepeated, isOptional }) => {
    const one = isMessage && !isRepeated ? `${type} | null` : type;
    return `      ${field}: ${isRepeated ? `${type}[]` : isOptional ? `${type} | null` : one};\n`;
  });
  const encodable = fields.map(({ name: field, type, isMessage, isRepeated }) => {
    const one = isMessage ? `${type}.$Properties` : type;
    return `        ${field}?: ${isRepeated ? `readonly ${wrap(one)}[]` : one} | null;\n`;
  });
  const [owner, own = owner] = name.split('.');
  const text =
    `    class ${own} {\n      private constructor();\n${decoded.join('')}` +
    `      static create(values?: ${name}.$Properties): ${name};\n` +
    `      static encode(message: ${name}.$Properties): { finish(): Uint8Array };\n` +
    `      static decode(bytes: Uint8Array): ${name};\n    }\n` +
    `    namespace ${own} {\n      interface $Properties {\n${encodable.join('')}      }\n    }\n`;
  return name === own ? text : `  namespace ${owner} {\n${text}  }\n`;
}

function printEnum(name: string, numbers: Readonly<Record<string, number>>): string {
  const members = Object.entries(numbers).map(([member, number]) => `    ${member} = ${number},\n`);
  const [owner, own] = name.split('.');
  const text = `  enum ${own ?? owner} {\n${members.join('')}  }\n`;
  return own === undefined ? text : `  namespace ${owner} {\n${text}  }\n`;
}

function listServices(): [name: string, methods: string[]][] {
  const services = new Map<string, string[]>();
  for (const [name, description] of Object.entries(RPCS)) {
    const [, , request, reply] = description.split(' ');
    const [service = '', method = ''] = name.split('.');
    const key = method.charAt(0).toLowerCase() + method.slice(1);
    const methods = services.get(service) ?? [];
    methods.push(`    readonly ${key}: { readonly requestType: '${request}'; readonly responseType: '${reply}' };\n`);
    services.set(service, methods);
  }
  return [...services];
}

function parseField(text: string): { name: string; type: string; isMessage: boolean; isRepeated: boolean; isOptional: boolean } {
  const [, name = '', type = '', mark] = /^(\w+):\d+:([\w.]+)([*?]?)$/.exec(text) ?? [];
  return { name, type: SCALARS[type] ?? type, isMessage: type in MESSAGES, isRepeated: mark === '*', isOptional: mark === '?' };
}

function wrap(type: string): string {
  return type.includes(' ') ? `(${type})` : type;
}
