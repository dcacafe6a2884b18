// Port: structured logging.

/** The interface of pino. Never blocks. Log an error as the field `err`, as the Error object. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
