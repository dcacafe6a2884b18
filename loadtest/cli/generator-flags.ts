// The flags of several generator machines: --coordinator, --generators, --join, --secret-file.
import type { CoordinatorFlags } from './settings.ts';

interface GeneratorValues {
  readonly coordinator?: string;
  readonly generators?: string;
  readonly 'secret-file'?: string;
  readonly fates?: string;
}

const DEFAULT_HOST = '127.0.0.1';

/** Adds a sentence to `mistakes` for each contradiction. */
export function parseCoordinator(values: GeneratorValues, mistakes: string[]): CoordinatorFlags | undefined {
  const { coordinator, generators, 'secret-file': secretFile } = values;
  if (coordinator === undefined) {
    if (generators !== undefined) mistakes.push('--generators needs a --coordinator PORT that they join');
    if (secretFile !== undefined) mistakes.push('--secret-file belongs to --coordinator or --join');
    return undefined;
  }
  const place = parsePlace(coordinator);
  const count = Number(generators);
  if (!place) mistakes.push(`--coordinator takes PORT or HOST:PORT, not ${coordinator}`);
  if (!Number.isInteger(count) || count < 1) mistakes.push('--coordinator needs --generators N, how many will --join');
  if (secretFile === undefined) mistakes.push('--coordinator needs --secret-file FILE, which it writes if there is none');
  if (values.fates !== undefined)
    mistakes.push('--fates are written by the load processes of one machine: leave --coordinator out');
  return { ...(place ?? { host: DEFAULT_HOST, port: 0 }), generators: Math.max(1, count || 1), secretFile: secretFile ?? '' };
}

/** Where --join leads to. Adds a sentence to `mistakes` for whatever is given besides. */
export function parseJoin(
  values: Readonly<Record<string, unknown>>,
  mistakes: string[],
): { readonly host: string; readonly port: number; readonly secretFile: string } {
  const place = parsePlace(String(values.join));
  if (!place || place.port === 0) mistakes.push(`--join takes HOST:PORT, not ${values.join}`);
  const secretFile = values['secret-file'];
  if (typeof secretFile !== 'string') mistakes.push('--join needs --secret-file FILE, a copy of the one of the coordinator');
  for (const [name, value] of Object.entries(values))
    if (!['join', 'secret-file'].includes(name) && value !== undefined)
      mistakes.push(`--${name} is for the coordinator: a generator that joins gets it from there`);
  return { ...(place ?? { host: DEFAULT_HOST, port: 0 }), secretFile: String(secretFile) };
}

function parsePlace(text: string): { host: string; port: number } | undefined {
  const [, host = DEFAULT_HOST, digits] = /^(?:(.+):)?(\d+)$/.exec(text) ?? [];
  const port = Number(digits);
  return digits === undefined || port > 65_535 ? undefined : { host: host.replace(/^\[(.*)\]$/, '$1'), port };
}
