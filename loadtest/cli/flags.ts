// Parses and checks the command line of the load test.
import { parseArguments } from '../../proto/text/arguments.ts';
import { SCENARIOS, scenarioOf } from '../scenarios/index.ts';
import { SCENARIO_FLAGS, type ScenarioFlag } from '../scenarios/scenario.ts';
import { CUT_KINDS, type LoadTestFlags, type ScenarioName, type TargetFlag } from './settings.ts';

export const USAGE = `npm run loadtest -- [options]

  --scenario S           what the clients do (chat):
                           chat          pairs write to each other
                           group         members of groups write to all others
                           mixed         80 % to one user, 15 % to a group, 5 % reads, receipts, typing, presence
                           sync          clients with many conversations disconnect and come back
                           login-storm   chat, while many log in by password
                           resume-storm  chat, and all connections end at once
                           hostile       chat, while other clients try to break the gate
  --clients N            number of clients (5000; group: one group; mixed: 2000; sync: 250; hostile: 500)
  --rate N               messages per second, all clients together; in mixed all commands
                         (chat 2000, storms and hostile 500, group 20, mixed 1000, sync 200)
  --frequency F          messages per second and client, instead of --rate
  --seconds N            length of the measured part (20)
  --warm-up N            seconds of the same load before it: counted for lost, duplicated and outOfOrder, not for latency (5)
  --members N            group, mixed: members of each group (500; mixed: 20)
  --conversations N      sync: conversations of each client (200)
  --reconnects N         sync: clients that disconnect per second during the measured part (20)
  --away N               sync: seconds they stay disconnected (3)
  --log-ins N            login-storm: log-ins by password offered per second during the measured part (300)
  --cut CAUSE            resume-storm (connections):
                           connections   all connections are cut
                           gates         all gates are killed and started again
                           gate          one of several gates is killed; clients ask status for another
                           drain         one of several gates stops, and starts again; clients ask status
                           restarts      every process stops and starts again, one after the other; clients ask status
  --hostile N            hostile: clients that try to break the gate during the measured part (200)
  --transport ws|tcp     (ws)
  --target T             embedded, stack (real Kafka, MySQL and Redis, one process per service) or HOST:PORT (embedded)
  --gates, --auth, --logic N   processes of each service with --target stack (1)
  --accounts FILE        one "user token" per line: required for HOST:PORT
  --self                 each client writes to itself
  --text-bytes N         length of a message's text (100)
  --workers N            load processes (1)
  --json FILE            writes the result as JSON
  --record NAME          writes it to loadtest/results/DATE-NAME.json and .txt, with commit and machine
  --profile FOLDER       with --target stack: CPU profiles of all services
  --i-own-this-target    allows a HOST that is not this machine
  --help`;

/** The command line is invalid. `mistakes` has one message for each mistake. */
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
  members: { type: 'string' },
  conversations: { type: 'string' },
  reconnects: { type: 'string' },
  away: { type: 'string' },
  'log-ins': { type: 'string' },
  hostile: { type: 'string' },
  cut: { type: 'string' },
  clients: { type: 'string' },
  rate: { type: 'string' },
  frequency: { type: 'string' },
  seconds: { type: 'string' },
  'warm-up': { type: 'string' },
  transport: { type: 'string', default: 'ws' },
  target: { type: 'string', default: 'embedded' },
  gates: { type: 'string' },
  auth: { type: 'string' },
  logic: { type: 'string' },
  accounts: { type: 'string' },
  self: { type: 'boolean', default: false },
  'text-bytes': { type: 'string' },
  workers: { type: 'string' },
  json: { type: 'string' },
  record: { type: 'string' },
  profile: { type: 'string' },
  'i-own-this-target': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parse>;

function parse(argv: readonly string[]) {
  return parseArguments(argv, OPTIONS).values;
}

/** Parses the command line; 'help' if --help is given. Throws FlagError. */
export function parseFlags(argv: readonly string[]): LoadTestFlags | 'help' {
  let values: Values;
  try {
    values = parse(argv);
  } catch (error) {
    throw new FlagError([error instanceof Error ? error.message : String(error)]);
  }
  if (values.help) return 'help';
  const mistakes: string[] = [];
  const flags = buildFlags(values, mistakes);
  if (mistakes.length > 0) throw new FlagError(mistakes);
  return flags;
}

function buildFlags(values: Values, mistakes: string[]): LoadTestFlags {
  const number = (name: keyof Values, fallback: number, least: number, whole = true): number => {
    if (values[name] === undefined) return fallback;
    const value = Number(values[name]);
    if (Number.isFinite(value) && value >= least && (!whole || Number.isInteger(value))) return value;
    mistakes.push(`--${name} takes a ${whole ? 'whole ' : ''}number of at least ${least}, not ${String(values[name])}`);
    return fallback;
  };
  const name = parseScenario(values, mistakes);
  const scenario = scenarioOf(name);
  if (values.rate !== undefined && values.frequency !== undefined) mistakes.push('--rate and --frequency exclude each other');
  if (values.transport !== 'ws' && values.transport !== 'tcp') mistakes.push('--transport is ws or tcp');
  const cut = CUT_KINDS.find((kind) => kind === (values.cut ?? 'connections'));
  if (!cut) mistakes.push(`--cut is one of ${CUT_KINDS.join(', ')}`);
  const target = parseTarget(values.target, values['i-own-this-target'], mistakes);
  if (target.kind === 'address' && !values.accounts) mistakes.push('--target HOST:PORT needs --accounts FILE');
  const members = number('members', name === 'mixed' ? 20 : 500, 2);
  const clients = number('clients', scenario.defaultClients({ members }), 1);
  const rate = number('rate', scenario.defaultRate, 0, false);
  const flags: LoadTestFlags = {
    scenario: name,
    clients,
    rate: values.frequency === undefined ? rate : clients * number('frequency', 0, 0, false),
    members,
    conversations: number('conversations', 200, 2),
    reconnects: number('reconnects', 20, 0, false),
    awaySeconds: number('away', 3, 0, false),
    logIns: number('log-ins', 300, 0, false),
    hostile: number('hostile', 200, 0),
    cut: cut ?? 'connections',
    seconds: number('seconds', 20, 1),
    warmUpSeconds: number('warm-up', 5, 0),
    transport: values.transport === 'tcp' ? 'tcp' : 'ws',
    target,
    services: { gate: number('gates', 1, 1), auth: number('auth', 1, 1), logic: number('logic', 1, 1) },
    accountsFile: values.accounts,
    self: values.self,
    textBytes: number('text-bytes', 100, 1),
    workers: number('workers', 1, 1),
    jsonFile: values.json,
    recordName: values.record,
    profileFolder: values.profile,
  };
  mistakes.push(...scenario.validate(flags));
  return flags;
}

/** The requested scenario. A flag that belongs to other scenarios only is a mistake. */
function parseScenario(values: Values, mistakes: string[]): ScenarioName {
  const names = Object.keys(SCENARIOS) as ScenarioName[];
  const name = names.find((one) => one === values.scenario);
  if (!name) mistakes.push(`--scenario is one of ${names.join(', ')}`);
  const hasFlag = (scenario: ScenarioName, flag: ScenarioFlag): boolean => scenarioOf(scenario).flags.includes(flag);
  for (const flag of SCENARIO_FLAGS)
    if (values[flag] !== undefined && name && !hasFlag(name, flag))
      mistakes.push(`--${flag} belongs to --scenario ${names.filter((one) => hasFlag(one, flag)).join(' or ')}`);
  return name ?? 'chat';
}

function parseTarget(text: string, owned: boolean, mistakes: string[]): TargetFlag {
  if (text === 'embedded' || text === 'stack') return { kind: text };
  const match = /^(.+):(\d{1,5})$/.exec(text);
  const host = match?.[1]?.replace(/^\[(.*)\]$/, '$1') ?? '';
  const port = Number(match?.[2]);
  if (!host || !(port > 0 && port < 65536)) mistakes.push('--target is embedded, stack or HOST:PORT');
  // Against a machine of another owner, a load test without permission would be an attack.
  else if (!owned && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host))
    mistakes.push(`${host} is not this machine: add --i-own-this-target if you may load it`);
  return { kind: 'address', host, port };
}
