// A log that drops everything, for tests.
import type { Log } from '../ports/index.ts';

const ignore = (): void => undefined;
export const silentLog: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
