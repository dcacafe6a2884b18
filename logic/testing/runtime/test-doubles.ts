// Test doubles of the routes and the log, for tests of the service runtime.
import type { Log, Route, Routes } from '../../../infra/ports/index.ts';

export interface TestRoutes extends Routes {
  readonly entries: Map<string, Route[]>;
  /** While true, every call fails. */
  isDown: boolean;
  /** The number of lookups. */
  lookups: number;
}

export interface TestLog extends Log {
  readonly lines: { level: string; message: string; fields: object }[];
}

export function testRoutes(): TestRoutes {
  const entries = new Map<string, Route[]>();
  const routes: TestRoutes = {
    entries,
    isDown: false,
    lookups: 0,
    bind: async () => check(),
    unbind: async () => check(),
    refresh: async () => [],
    removeGate: async () => check(),
    lookup: async (userIds) => {
      check();
      routes.lookups++;
      return userIds.map((userId) => entries.get(userId) ?? []);
    },
  };
  const check = (): void => {
    if (routes.isDown) throw new Error('the routes are unavailable');
  };
  return routes;
}

export function testLog(): TestLog {
  const lines: TestLog['lines'] = [];
  const at = (level: string) => (fields: object, message: string) => {
    lines.push({ level, message, fields });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
