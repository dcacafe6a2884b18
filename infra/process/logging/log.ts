// Structured logging: one JSON object per line, on stdout and in the files of IM_LOG_DIR.
import pino from 'pino';
import type { Log } from '../../ports/index.ts';
import type { CommonConfig } from '../config/read.ts';
import { descriptorOutput, rotatedFileOutput } from './log-outputs.ts';
import { type DroppedLines, LogSink } from './log-sink.ts';

export type LogLevel = CommonConfig['logLevel'];

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
  'adminUrl',
  'smtpUrl',
  'mysqlUrl',
  'redisUrl',
];

/** pino's number of the level debug. */
const DEBUG = 20;
const REPORT_DROPPED_EVERY_MS = 10_000;

export interface LogOptions {
  readonly role: string;
  readonly instance: string;
  readonly level: LogLevel;
  /** Lines go to files of this folder as well, named after the instance. */
  readonly folder?: string | undefined;
}

/** The log of a process. Writing is asynchronous and never blocks. */
export interface ProcessLog extends Log {
  readonly level: LogLevel;
  /** From now on lines below this level are not written, in this process alone. */
  setLevel(level: LogLevel): void;
  /** For the end of the process: resolves when all lines are written, or after a second. */
  flush(): Promise<void>;
  /** For a process that ends at once: writes what is queued before it returns. */
  flushSync(): void;
  /** Lines that were not written since the start, because their reader is too slow or gone. */
  dropped(): DroppedLines;
}

/** A log whose lines carry role and instance. Throws SetupError where `folder` cannot be written. */
export function openLog({ role, instance, level, folder }: LogOptions, fd = 1): ProcessLog {
  const outputs = folder ? [descriptorOutput(fd), rotatedFileOutput(folder, instance)] : [descriptorOutput(fd)];
  const sinks = outputs.map((output) => new LogSink(output));
  const dropped = (): DroppedLines => ({
    debug: sinks.reduce((sum, sink) => sum + sink.dropped.debug, 0),
    others: sinks.reduce((sum, sink) => sum + sink.dropped.others, 0),
  });
  const stream = {
    // pino sets `lastLevel` before each line of a stream with this mark.
    [Symbol.for('pino.metadata')]: true,
    lastLevel: 0,
    write(line: string): void {
      const isDebug = this.lastLevel <= DEBUG;
      for (const sink of sinks) sink.write(line, isDebug);
      reportDropped();
    },
  };
  const log = pino(
    {
      level,
      base: { role, instance },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
      serializers: { err: describeError, error: describeError, cause: describeError },
    },
    stream,
  );
  let reported = 0;
  let reportAtMs = 0;
  const reportDropped = (): void => {
    const { debug, others } = dropped();
    if (debug + others === reported || performance.now() < reportAtMs) return;
    reported = debug + others;
    reportAtMs = performance.now() + REPORT_DROPPED_EVERY_MS;
    log.warn({ debug, others }, 'log lines dropped, their reader is too slow');
  };
  return Object.assign(log as Log & { level: LogLevel }, {
    setLevel: (wanted: LogLevel): void => {
      log.level = wanted;
    },
    flush: async (): Promise<void> => {
      await Promise.all(sinks.map((sink) => sink.flush()));
    },
    flushSync: (): void => {
      for (const sink of sinks) sink.flushSync();
    },
    dropped,
  });
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
