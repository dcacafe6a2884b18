// Structured logging: one JSON object a line on stdout.
import pino from 'pino';
import type { CommonConfig } from './config.ts';
import type { Log } from './ports.ts';

/** What must never be read in a log, whoever logs it, up to two levels deep. */
const SECRETS = [
  'token',
  'password',
  'oldPassword',
  'newPassword',
  'passwordHash',
  'authorization',
  'cookie',
  'secret',
  'tokenSecret',
  'privateKey',
  'sealPrivateKey',
];

/** Lines that stdout has not taken are kept up to so many bytes, then dropped: a reader that hangs must not hang or fill the process. */
const MAX_WAITING_BYTES = 8 << 20;

/** A log whose lines carry role and instance. Writing is asynchronous and never blocks; `flush` is for the end of the process. */
export function openLog(
  { role, instance, level }: { role: string; instance: string; level: CommonConfig['logLevel'] },
  fd = 1,
): Log & { flush(): void } {
  const destination = pino.destination({ dest: fd, sync: false, maxLength: MAX_WAITING_BYTES });
  const paths = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const log = pino(
    {
      level,
      base: { role, instance },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: '[secret]' },
      serializers: { err: describeError, error: describeError, cause: describeError },
    },
    destination,
  );
  return Object.assign(log as Log, { flush: () => destination.flushSync() });
}

/** What an error says, and its causes; not the statement, arguments or rows that drivers hang on theirs. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  const causes = cause === undefined ? {} : { cause: describeError(cause) };
  const errors = error instanceof AggregateError ? { errors: error.errors.map(describeError) } : {};
  return { name, message, ...code, stack, ...causes, ...errors };
}
