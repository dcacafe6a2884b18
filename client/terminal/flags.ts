// Command line and environment → one typed value.
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseArguments } from '../../proto/text/arguments.ts';
import { isStatusUrl } from '../sdk/connection/gate-finder.ts';
import { isGateUrl } from '../sdk/connection/transport.ts';
import type { ChatTexts } from './texts/chat-texts.ts';
import { type ChatLanguage, isLanguage } from './texts/texts.ts';

export interface ChatFlags {
  readonly name: string;
  readonly gates: readonly string[];
  /** URLs of status, which names gates. */
  readonly status: readonly string[];
  /** Names the server in saved states: the first of these URLs. */
  readonly server: string;
  readonly password: string | undefined;
  readonly stateFile: string;
  readonly deviceKind: string;
  /** Whom the lines go to from the start. */
  readonly to: string | undefined;
  /** What the output is for. */
  readonly format: 'screen' | 'plain' | 'json';
}

/** A sentence that says what is wrong with the flags; undefined for --help. */
export interface ChatFlagError {
  readonly mistake: ((texts: ChatTexts) => string) | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT_GATE = 'tcp://127.0.0.1:7000';
const DEVICE_KINDS: readonly string[] = ['phone', 'tablet', 'desktop', 'web'];
const OPTIONS = {
  as: { type: 'string' },
  gate: { type: 'string', multiple: true },
  status: { type: 'string', multiple: true },
  password: { type: 'string' },
  state: { type: 'string' },
  device: { type: 'string', default: 'desktop' },
  lang: { type: 'string' },
  to: { type: 'string' },
  plain: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The language of --lang or else of the environment; ignores every other mistake. */
export function detectLanguage(argv: readonly string[], environment: Environment): ChatLanguage {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS, strict: false, allowPositionals: true });
  if (isLanguage(values.lang)) return values.lang;
  const usual = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return usual.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function parseFlags(argv: readonly string[], environment: Environment): ChatFlags | ChatFlagError {
  try {
    const { values } = parseArguments(argv, OPTIONS);
    if (values.help) return { mistake: undefined };
    const name = values.as?.trim();
    if (!name) return { mistake: (texts) => texts.noName };
    const status = values.status ?? [];
    const gates = values.gate ?? (status.length > 0 ? [] : [DEFAULT_GATE]);
    const badGate = gates.find((gate) => !isGateUrl(gate));
    if (badGate !== undefined) return { mistake: (texts) => texts.badGate(badGate) };
    const badStatus = status.find((url) => !isStatusUrl(url));
    if (badStatus !== undefined) return { mistake: (texts) => texts.badStatus(badStatus) };
    const deviceKind = values.device;
    if (!DEVICE_KINDS.includes(deviceKind)) return { mistake: (texts) => texts.badDevice(deviceKind) };
    const language = values.lang;
    if (language && !isLanguage(language)) return { mistake: (texts) => texts.badLanguage(language) };
    const to = values.to?.trim();
    if (to === '') return { mistake: (texts) => texts.noValue('--to') };
    if (values.plain && values.json) return { mistake: (texts) => texts.twoFormats };
    const format = values.json ? 'json' : values.plain ? 'plain' : 'screen';
    const server = gates[0] ?? status[0] ?? '';
    const stateFile = values.state ?? join(homedir(), '.config', 'im-chat', stateFileName(name, server));
    const password = values.password ?? environment.IM_PASSWORD;
    return { name, gates, status, server, password, stateFile, deviceKind, to, format };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node quotes the flag: "Unknown option '--gates'. …", "Option '--as <value>' argument missing",
    // "Option '--as' argument is ambiguous. …".
    const what = /'([^' ]+)[^']*'/.exec(error.message)?.[1] ?? error.message;
    const lacksValue = /argument (missing|is ambiguous)/.test(error.message);
    return { mistake: (texts) => (lacksValue ? texts.noValue(what) : texts.badFlag(what)) };
  }
}

/** One file per user and server. */
function stateFileName(name: string, server: string): string {
  const { host = '' } = URL.parse(server) ?? {};
  const user = encodeURIComponent(name.toLowerCase().toWellFormed());
  return `${limitLength(user)}@${limitLength(host.replaceAll(/[^\w.-]/g, '_'))}.json`;
}

// Two of these parts, an ending and a process id fit into the 255 bytes that file systems allow.
const MAX_PART_LENGTH = 100;
const HASH_LENGTH = 32;

/** A long text as its beginning and a hash: a Chinese character alone takes nine characters of a file name. */
function limitLength(part: string): string {
  if (part.length <= MAX_PART_LENGTH) return part;
  const hash = createHash('sha256').update(part).digest('hex').slice(0, HASH_LENGTH);
  return `${part.slice(0, MAX_PART_LENGTH - HASH_LENGTH - 1)}~${hash}`;
}
