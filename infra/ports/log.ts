// Port: structured logging.

/** What a line is about. The names of the fields that every line has are taken: a second one would hide the first. */
export interface LogFields {
  readonly [name: string]: unknown;
  readonly level?: never;
  readonly time?: never;
  readonly role?: never;
  readonly instance?: never;
  readonly msg?: never;
}

/** The interface of pino. Never blocks. Log an error as the field `err`, as the Error object. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}
