// Port: structured logging.

/** pino fits. Never blocks. A logged error stands under `err`, as the error itself. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
