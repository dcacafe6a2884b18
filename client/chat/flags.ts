// What the chat was asked to do: command line and environment → one typed value.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isGateAddress } from '../transport.ts';
import type { Language } from './texts.ts';

export interface Flags {
  readonly name: string;
  readonly gates: readonly string[];
  readonly password: string | undefined;
  readonly stateFile: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_GATE = 'tcp://127.0.0.1:7000';
const OPTIONS = {
  as: { type: 'string' },
  gate: { type: 'string', multiple: true },
  password: { type: 'string' },
  state: { type: 'string' },
  lang: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** The language that is asked for, as far as it can be told before anything else is read. */
export function languageOf(argv: readonly string[], environment: Environment): Language {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS, strict: false, allowPositionals: true });
  const wanted = values.lang ?? environment.LC_ALL ?? environment.LC_MESSAGES ?? environment.LANG ?? '';
  return String(wanted).toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Undefined where the usage is to be shown: nobody said who he is, a flag is unknown, an address is none. */
export function readFlags(argv: readonly string[], environment: Environment): Flags | undefined {
  try {
    const { values } = parseArgs({ args: [...argv], options: OPTIONS });
    const name = values.as?.trim();
    const gates = values.gate ?? [DEFAULT_GATE];
    if (!name || values.help || !gates.every(isGateAddress)) return undefined;
    const stateFile = values.state ?? join(homedir(), '.config', 'im-chat', `${encodeURIComponent(name.toLowerCase())}.json`);
    return { name, gates, password: values.password ?? environment.IM_PASSWORD, stateFile };
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
