// The command line, read and checked.
import { parseArgs } from 'node:util';

export const USAGE = `npm run loadtest -- [options]

  --scenario S           chat, login-storm or resume-storm (chat)
  --clients N            how many clients, in pairs that write to each other (5000)
  --rate N               messages per second, all clients together (2000; in a storm 500)
  --frequency F          messages per second and client, instead of --rate
  --seconds N            how long the measured part lasts (20)
  --warm-up N            seconds of the same load before it: counted for lost, duplicated and outOfOrder, not for latency (5)
  --log-ins N            login-storm: log-ins by password offered per second during the measured part (300)
  --cut connections|gates  resume-storm: all connections are cut, or all gates killed and started again (connections)
  --transport ws|tcp     (ws)
  --target T             embedded, stack (real Kafka, MySQL and Redis, one process per service) or HOST:PORT (embedded)
  --gates, --auth, --logic N   processes of each service with --target stack (1)
  --accounts FILE        one "user token" per line: needed for HOST:PORT
  --self                 each client writes to itself
  --text-bytes N         length of a message's text (100)
  --workers N            load processes (1)
  --json FILE            writes the result as JSON
  --record NAME          writes it to loadtest/results/DATE-NAME.json and .txt, with commit and machine
  --profile FOLDER       with --target stack: processor profiles of all services
  --i-own-this-target    allows a HOST that is not this machine
  --help`;

export type Target =
  | { readonly kind: 'embedded' | 'stack' }
  | { readonly kind: 'address'; readonly host: string; readonly port: number };

const SCENARIOS = ['chat', 'login-storm', 'resume-storm'] as const;
export type Scenario = (typeof SCENARIOS)[number];

export interface Flags {
  readonly scenario: Scenario;
  readonly clients: number;
  readonly rate: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** Offered per second; 0 but in the login-storm. */
  readonly logIns: number;
  /** What ends all connections in the resume-storm. */
  readonly cut: 'connections' | 'gates';
  readonly transport: 'ws' | 'tcp';
  readonly target: Target;
  readonly services: { readonly gate: number; readonly auth: number; readonly logic: number };
  readonly accountsFile: string | undefined;
  readonly self: boolean;
  readonly textBytes: number;
  readonly workers: number;
  readonly jsonFile: string | undefined;
  readonly recordName: string | undefined;
  readonly profileFolder: string | undefined;
}

/** The command line cannot be carried out; `mistakes` names all of them. */
export class FlagError extends Error {
  override readonly name = 'FlagError';
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.mistakes = mistakes;
  }
}

const OPTIONS = {
  scenario: { type: 'string', default: 'chat' },
  'log-ins': { type: 'string' },
  cut: { type: 'string' },
  clients: { type: 'string', default: '5000' },
  rate: { type: 'string' },
  frequency: { type: 'string' },
  seconds: { type: 'string', default: '20' },
  'warm-up': { type: 'string', default: '5' },
  transport: { type: 'string', default: 'ws' },
  target: { type: 'string', default: 'embedded' },
  gates: { type: 'string', default: '1' },
  auth: { type: 'string', default: '1' },
  logic: { type: 'string', default: '1' },
  accounts: { type: 'string' },
  self: { type: 'boolean', default: false },
  'text-bytes': { type: 'string', default: '100' },
  workers: { type: 'string', default: '1' },
  json: { type: 'string' },
  record: { type: 'string' },
  profile: { type: 'string' },
  'i-own-this-target': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parse>;

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options: OPTIONS, strict: true }).values;
}

/** Reads the command line; 'help' when that was asked for. Throws FlagError. */
export function readFlags(argv: readonly string[]): Flags | 'help' {
  let values: Values;
  try {
    values = parse(argv);
  } catch (error) {
    throw new FlagError([error instanceof Error ? error.message : String(error)]);
  }
  if (values.help) return 'help';
  const mistakes: string[] = [];
  const flags = flagsOf(values, mistakes);
  if (mistakes.length > 0) throw new FlagError(mistakes);
  return flags;
}

function flagsOf(values: Values, mistakes: string[]): Flags {
  const number = (name: keyof Values, least: number, whole = true): number => {
    const value = Number(values[name]);
    if (Number.isFinite(value) && value >= least && (!whole || Number.isInteger(value))) return value;
    mistakes.push(`--${name} takes a ${whole ? 'whole ' : ''}number of at least ${least}, not ${String(values[name])}`);
    return least;
  };
  const clients = number('clients', 1);
  const workers = number('workers', 1);
  if (!values.self && clients % (2 * workers) !== 0)
    mistakes.push('--clients must be even, and divisible into pairs for each of the --workers');
  if (values.rate !== undefined && values.frequency !== undefined) mistakes.push('--rate and --frequency exclude each other');
  if (values.transport !== 'ws' && values.transport !== 'tcp') mistakes.push('--transport is ws or tcp');
  const target = targetOf(values.target, values['i-own-this-target'], mistakes);
  const scenario = scenarioOf(values, target, mistakes);
  if (target.kind === 'address' && !values.accounts) mistakes.push('--target HOST:PORT needs --accounts FILE');
  const defaultRate = scenario === 'chat' ? 2000 : 500;
  return {
    scenario,
    logIns: scenario !== 'login-storm' ? 0 : values['log-ins'] === undefined ? 300 : number('log-ins', 0, false),
    cut: values.cut === 'gates' ? 'gates' : 'connections',
    clients,
    rate: values.frequency === undefined ? rateOf(values.rate, defaultRate, number) : clients * number('frequency', 0, false),
    seconds: number('seconds', 1),
    warmUpSeconds: number('warm-up', 0),
    transport: values.transport === 'tcp' ? 'tcp' : 'ws',
    target,
    services: { gate: number('gates', 1), auth: number('auth', 1), logic: number('logic', 1) },
    accountsFile: values.accounts,
    self: values.self,
    textBytes: number('text-bytes', 1),
    workers,
    jsonFile: values.json,
    recordName: values.record,
    profileFolder: values.profile,
  };
}

function scenarioOf(values: Values, target: Target, mistakes: string[]): Scenario {
  const scenario = SCENARIOS.find((one) => one === values.scenario);
  if (!scenario) mistakes.push(`--scenario is one of ${SCENARIOS.join(', ')}`);
  if (scenario !== 'login-storm' && values['log-ins'] !== undefined) mistakes.push('--log-ins belongs to --scenario login-storm');
  if (scenario !== 'resume-storm' && values.cut !== undefined) mistakes.push('--cut belongs to --scenario resume-storm');
  if (values.cut !== undefined && values.cut !== 'connections' && values.cut !== 'gates')
    mistakes.push('--cut is connections or gates');
  if (values.cut === 'gates' && target.kind !== 'stack')
    mistakes.push('--cut gates needs --target stack, whose gates may be killed');
  if (scenario === 'login-storm' && target.kind === 'address')
    mistakes.push('--scenario login-storm makes accounts with passwords: --target embedded or stack');
  return scenario ?? 'chat';
}

function rateOf(
  given: string | undefined,
  fallback: number,
  number: (name: 'rate', least: number, whole: boolean) => number,
): number {
  return given === undefined ? fallback : number('rate', 0, false);
}

function targetOf(text: string, owned: boolean, mistakes: string[]): Target {
  if (text === 'embedded' || text === 'stack') return { kind: text };
  const match = /^(.+):(\d{1,5})$/.exec(text);
  const host = match?.[1]?.replace(/^\[(.*)\]$/, '$1') ?? '';
  const port = Number(match?.[2]);
  if (!host || !(port > 0 && port < 65536)) mistakes.push('--target is embedded, stack or HOST:PORT');
  // A load test is an attack on whoever did not ask for it.
  else if (!owned && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host))
    mistakes.push(`${host} is not this machine: add --i-own-this-target if you may load it`);
  return { kind: 'address', host, port };
}
