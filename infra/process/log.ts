// Structured logging on stdout: one JSON object per line.
import { once } from 'node:events';
import pino from 'pino';
import type { Log } from '../ports/index.ts';
import type { CommonConfig } from './config/read.ts';

/** Fields whose values are replaced in every log line, up to two levels deep. */
export const REDACTED_FIELDS: readonly string[] = [
  'token',
  'password',
  'currentPassword',
  'newPassword',
  'passwordHash',
  'authorization',
  'cookie',
  'secret',
  'tokenSecret',
  'tokenSecrets',
  'codeSecret',
  'codeSecrets',
  'privateKey',
  'sealPrivateKey',
  'sealPrivateKeys',
  'packServiceSecret',
  'packServiceSecrets',
  'packGateSecret',
  'packGateSecrets',
  'smtpUrl',
  'mysqlUrl',
  'redisUrl',
];

/** If the reader of stdout hangs, at most this many bytes of lines are kept in memory; further lines are dropped. */
const MAX_UNWRITTEN_BYTES = 8 << 20;
/** At the end, the process waits this long for the reader of stdout; a slower reader misses the last lines. */
const FLUSH_MS = 1000;

/**
 * A log whose lines carry role and instance. Writing is asynchronous and never blocks. `flush` is for the end of the process: it
 * resolves when all lines are written, or after a second.
 */
export function openLog(
  { role, instance, level }: { role: string; instance: string; level: CommonConfig['logLevel'] },
  fd = 1,
): Log & { flush(): Promise<void> } {
  const destination = pino.destination({ dest: fd, sync: false, maxLength: MAX_UNWRITTEN_BYTES });
  // pino's flushSync is not used: it writes its lines before the line that is still being written.
  let isIdle = true;
  destination.on('drain', () => {
    isIdle = true;
  });
  // Without a reader of stdout its lines are lost, and the process goes on.
  destination.on('error', () => undefined);
  const write = (line: string): void => {
    isIdle = false;
    destination.write(line);
  };
  const flush = async (): Promise<void> => {
    if (isIdle) return;
    await once(destination, 'drain', { signal: AbortSignal.timeout(FLUSH_MS) }).catch(() => undefined);
  };
  const paths = REDACTED_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const log = pino(
    {
      level,
      base: { role, instance },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: '[secret]' },
      serializers: { err: describeError, error: describeError, cause: describeError },
    },
    { write },
  );
  return Object.assign(log as Log, { flush });
}

/** Name, message, stack, code and causes of an error; not the statement, arguments or rows that drivers attach. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? { code: error.code } : {};
  const causes = cause === undefined ? {} : { cause: describeError(cause) };
  const errors = error instanceof AggregateError ? { errors: error.errors.map(describeError) } : {};
  return { name, message, ...code, stack, ...causes, ...errors };
}
