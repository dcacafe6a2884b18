// What a request may hold: one declaration checks it, types it and describes it in the OpenAPI document.

/** The request does not fit its schema. The message says where and what is expected; it never repeats the value. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}

export interface Schema<T> {
  /** As JSON Schema. */
  readonly json: JsonSchema;
  /** Throws InvalidInput. `at` names the value in the message. */
  parse(value: unknown, at: string): T;
}

export type JsonSchema = Readonly<Record<string, unknown>> & { readonly type: string };
export type TypeOf<S> = S extends Schema<infer T> ? T : never;

interface TextRules {
  readonly min?: number;
  readonly max: number;
  /** No control characters without it. */
  readonly pattern?: RegExp;
  readonly description?: string;
}

/** No control characters, line breaks or halves of characters. */
const PRINTABLE = /^[^\p{Cc}\p{Cs}\u2028\u2029]*$/u;
/** The same with \n. */
const PARAGRAPHS = /^(?:[^\p{Cc}\p{Cs}\u2028\u2029]|\n)*$/u;

export function text({ min = 1, max, pattern = PRINTABLE, description }: TextRules): Schema<string> {
  const length = min === max ? `${min}` : `${min} to ${max}`;
  const what = `a text of ${length} characters that fits ${pattern.source}`;
  return {
    json: { type: 'string', minLength: min, maxLength: max, pattern: pattern.source, ...(description && { description }) },
    parse(value, at) {
      // JSON Schema counts code points, which are never more than the code units of a string.
      if (typeof value !== 'string' || value.length > 2 * max) throw new InvalidInput(`${at} must be ${what}`);
      const length = [...value].length;
      if (length < min || length > max || !pattern.test(value)) throw new InvalidInput(`${at} must be ${what}`);
      return value;
    },
  };
}

export function paragraphs(max: number): Schema<string> {
  return text({ max, pattern: PARAGRAPHS });
}

export function oneOf<const V extends readonly string[]>(...values: V): Schema<V[number]> {
  return {
    json: { type: 'string', enum: values },
    parse(value, at) {
      const found = values.find((one) => one === value);
      if (found === undefined) throw new InvalidInput(`${at} must be one of ${values.join(', ')}`);
      return found;
    },
  };
}

export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER, description?: string): Schema<number> {
  return {
    json: { type: 'integer', minimum: min, maximum: max, ...(description && { description }) },
    parse(value, at) {
      if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min || value > max)
        throw new InvalidInput(`${at} must be a whole number from ${min} to ${max}`);
      return value;
    },
  };
}

/** Any number, in replies. */
export const number: Schema<number> = {
  json: { type: 'number' },
  parse(value, at) {
    if (typeof value !== 'number') throw new InvalidInput(`${at} must be a number`);
    return value;
  },
};

export const boolean: Schema<boolean> = {
  json: { type: 'boolean' },
  parse(value, at) {
    if (typeof value !== 'boolean') throw new InvalidInput(`${at} must be true or false`);
    return value;
  },
};

/** Any text, in replies. */
export const anyText: Schema<string> = {
  json: { type: 'string' },
  parse(value, at) {
    if (typeof value !== 'string') throw new InvalidInput(`${at} must be a text`);
    return value;
  },
};

export function list<T>(items: Schema<T>, maxItems?: number, minItems = 0): Schema<T[]> {
  return {
    json: { type: 'array', items: items.json, ...(maxItems !== undefined && { maxItems }), ...(minItems > 0 && { minItems }) },
    parse(value, at) {
      if (!Array.isArray(value) || value.length < minItems || value.length > (maxItems ?? value.length))
        throw new InvalidInput(`${at} must be a list of ${minItems} to ${maxItems ?? 'any number of'} values`);
      return value.map((item, i) => items.parse(item, `${at}[${i}]`));
    },
  };
}

/** A field that may be missing. */
export interface OptionalSchema<T> extends Schema<T | undefined> {
  readonly isOptional: true;
}

export function optional<T>(schema: Schema<T>): OptionalSchema<T> {
  return {
    json: schema.json,
    isOptional: true,
    parse: (value, at) => (value === undefined ? undefined : schema.parse(value, at)),
  };
}

type Fields = Readonly<Record<string, Schema<unknown>>>;
type OptionalKeys<F> = { [K in keyof F]: F[K] extends OptionalSchema<unknown> ? K : never }[keyof F];
export type ObjectOf<F> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: TypeOf<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: TypeOf<F[K]>;
};

/** An object with these fields and no others. */
export function object<const F extends Fields>(fields: F): Schema<ObjectOf<F>> {
  const names = Object.keys(fields);
  const required = names.filter((name) => !(fields[name] && 'isOptional' in fields[name]));
  const properties = Object.fromEntries(names.map((name) => [name, fields[name]?.json]));
  return {
    json: { type: 'object', properties, ...(required.length > 0 && { required }), additionalProperties: false },
    parse(value, at) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidInput(`${at} must be an object`);
      const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
      if (unknown !== undefined) throw new InvalidInput(`${at} has a field that is not one of: ${names.join(', ') || '(none)'}`);
      const parsed: Record<string, unknown> = {};
      for (const name of names) {
        const given = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
        if (given === undefined && required.includes(name)) throw new InvalidInput(`${at} lacks the field ${name}`);
        const field = fields[name]?.parse(given, `${at}.${name}`);
        if (field !== undefined) parsed[name] = field;
      }
      return parsed as ObjectOf<F>;
    },
  };
}

/** Any value of JSON, in replies whose shape others define. */
export const anyObject: Schema<object> = {
  json: { type: 'object' },
  parse(value, at) {
    if (typeof value !== 'object' || value === null) throw new InvalidInput(`${at} must be an object`);
    return value;
  },
};
