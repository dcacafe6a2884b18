// Rules 1 and 2: which folder may import which, and no circles between files.
import { isTestFile, type Source } from './source.ts';

const SERVICES = ['gate', 'auth', 'verify', 'logic', 'status'];
const BELOW_EMBEDDED = ['proto', 'infra', ...SERVICES];
/** The operator's page is a program of its own, for browsers: it knows status by its API alone. */
const WEB = 'status/web';

/** Folder → the other folders its files may import, mains and tests included. docs/architecture.md draws it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  proto: [],
  infra: ['proto'],
  ...Object.fromEntries(SERVICES.map((service) => [service, ['proto', 'infra']])),
  [WEB]: [],
  embedded: BELOW_EMBEDDED,
  tools: [...BELOW_EMBEDDED, 'embedded'],
  client: ['proto'],
  examples: ['proto', 'client'],
  loadtest: [...BELOW_EMBEDDED, 'embedded', 'tools', 'client'],
  e2e: [...BELOW_EMBEDDED, 'embedded', 'tools', 'client', 'examples', 'loadtest', WEB],
};

/** Package → where it may be imported: behind a port, and where its servers are started. */
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  kafkajs: ['infra/kafka/', 'infra/testing/', 'tools/servers/', 'examples/', 'e2e/'],
  mysql2: ['infra/mysql/', 'tools/servers/', 'loadtest/rivals/'],
  ioredis: ['infra/redis/', 'tools/servers/', 'loadtest/rivals/'],
  'socket.io': ['loadtest/rivals/'],
  'node:sqlite': ['infra/sqlite/'],
  pino: ['infra/process/logging/log.ts'],
  '@opentelemetry/api': ['infra/ports/tracing/spans.ts', 'infra/process/tracing.ts'],
  '@opentelemetry/sdk-trace': ['infra/process/tracing.ts'],
  '@opentelemetry/exporter-trace-otlp-http': ['infra/process/tracing.ts'],
  nodemailer: ['verify/mail/'],
  'smtp-server': ['tools/servers/'],
  'postal-mime': ['tools/servers/', 'embedded/'],
  testcontainers: ['tools/servers/docker.ts'],
  preact: ['status/web/'],
  uplot: ['status/web/'],
  vite: ['status/web/vite.config.ts', 'tools/sdk/'],
};

/** One sentence for each import against the arrows, and for each driver outside its adapter. */
export function findWrongImports(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, imports }) =>
    imports.flatMap(({ target, isOwn, line }) => {
      if (!isOwn) return isDriverMisplaced(path, target) ? `${path}:${line} imports the driver ${target}` : [];
      const folder = areaOf(path);
      const allowed = folder === '' ? [areaOf(target)] : [folder, ...(MAY_IMPORT[folder] ?? [])];
      return allowed.includes(areaOf(target)) ? [] : `${path}:${line} imports ${target}`;
    }),
  );
}

function isDriverMisplaced(path: string, target: string): boolean {
  const allowedFolders = Object.entries(DRIVERS).find(([name]) => target === name || target.startsWith(`${name}/`))?.[1];
  return allowedFolders !== undefined && !isTestFile(path) && !allowedFolders.some((place) => path.startsWith(place));
}

/** Parts of a service that are adapters or compose them: its store, its mail, its clients of other services, its start. */
const ADAPTERS = new RegExp(
  [
    String.raw`(^|\/)(store|mail|adapters|testing)\/`,
    String.raw`\/(main|start|settings)\.ts$`,
    String.raw`^auth\/verify-client\.ts$`,
    String.raw`^logic\/presence\/(memory|redis)-presence`,
  ].join('|'),
);

/** Business code of a service may import only the ports of infra: no driver, no SQL engine, no envelope. */
export function findImportsBesidePorts(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => SERVICES.includes(topFolder(path)) && !ADAPTERS.test(path) && !isTestFile(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ target, isOwn }) => isOwn && target.startsWith('infra/') && !target.startsWith('infra/ports/'))
        .map(({ target, line }) => `${path}:${line} imports ${target}, which is not a port`),
    );
}

/** The environment is read by the configuration, and by what starts servers and processes. */
export function findEnvironmentReaders(sources: readonly Source[]): string[] {
  const mayRead = /^infra\/process\/config\/|^infra\/testing\/|^tools\/(servers|stack)|\.test\.ts$|^(vitest|e2e)/;
  return sources.filter(({ path, text }) => !mayRead.test(path) && /process\.env\b/.test(text)).map(({ path }) => path);
}

/** Folders with code that the table of arrows does not know. */
export function findUnknownFolders(sources: readonly Source[]): string[] {
  const folders = new Set(sources.map(({ path }) => topFolder(path)));
  return [...folders].filter((folder) => folder !== '' && !(folder in MAY_IMPORT));
}

function areaOf(path: string): string {
  return path.startsWith(`${WEB}/`) ? WEB : topFolder(path);
}

function topFolder(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

/** The groups of files that import each other, type imports included: one list of paths for each circle (Tarjan's algorithm). */
export function findCircles(sources: readonly Source[]): string[][] {
  const targets = new Map(sources.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): number => {
    let low = order.size;
    order.set(path, low);
    stack.push(path);
    for (const target of targets.get(path) ?? []) {
      if (!targets.has(target)) continue;
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (stack.includes(target)) low = Math.min(low, lowest.get(target) ?? order.get(target) ?? low);
    }
    lowest.set(path, low);
    if (low === order.get(path)) {
      const members = stack.splice(stack.indexOf(path));
      if (members.length > 1) circles.push(members.sort());
    }
    return low;
  };
  for (const path of targets.keys()) if (!order.has(path)) visit(path);
  return circles;
}
