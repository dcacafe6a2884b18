// An embedded server in this process, for all tests of a file.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type EmbeddedServer, startEmbedded } from '../../embedded/main.ts';
import { readConfig } from '../../infra/process/config/read.ts';

export interface EmbeddedServerFixture {
  /** The TCP URL of the gate. */
  readonly tcp: string;
  /** Its WebSocket URL. */
  readonly ws: string;
  /** A folder for files that the tests write; removed at the end. */
  readonly folder: string;
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Starts the server before the tests of this file, or of the `describe` that calls it, and stops it after them. Use its fields
 * only in tests.
 */
export function embeddedServerFixture(settings: Readonly<Record<string, string>> = {}): EmbeddedServerFixture {
  let folder = '';
  let server: EmbeddedServer | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'im-world-'));
    const env = { IM_DATA_FOLDER: join(folder, 'data'), IM_TCP_PORT: '0', IM_WS_PORT: '0', IM_HTTP_PORT: '0', ...settings };
    const onFatal = (error: Error): void => {
      throw error;
    };
    server = await startEmbedded(readConfig('embedded', { env, argv: [] }), { log: silent, onFatal });
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get tcp() {
      return server?.tcp ?? '';
    },
    get ws() {
      return server?.ws ?? '';
    },
    get folder() {
      return folder;
    },
  };
}
