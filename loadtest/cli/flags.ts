// Parses and checks the command line of the load test.
import { resolve } from 'node:path';
import { SETTINGS } from '../../infra/process/config/settings.ts';
import { parseArguments } from '../../proto/text/arguments.ts';
import { parseConditions } from '../report/conditions.ts';
import { SCENARIOS, scenarioOf } from '../scenarios/index.ts';
import { SCENARIO_FLAGS, type ScenarioFlag } from '../scenarios/scenario.ts';
import { parseCoordinator, parseJoin } from './generator-flags.ts';
import { FAULT_KINDS, parseFaults, validateFaults } from './planned-faults.ts';
import { PROFILES } from './profiles.ts';
import { CUT_KINDS, type LoadTestFlags, type ScenarioName } from './settings.ts';
import { parseTarget } from './target.ts';
import { parseTargetSettings } from './target-settings.ts';
import { OPTIONS } from './usage.ts';
import { UsageError } from './usage-error.ts';

/** The command line is invalid. `mistakes` has one message for each mistake. */
export class FlagError extends UsageError {
  override readonly name = 'FlagError';
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.mistakes = mistakes;
  }
}

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
  const number = numberParser(values, mistakes);
  const name = parseScenario(values, mistakes);
  const scenario = scenarioOf(name);
  if (values.rate !== undefined && values.frequency !== undefined) mistakes.push('--rate and --frequency exclude each other');
  const { target, transport } = parseTarget(values, mistakes);
  const coordinator = parseCoordinator(values, mistakes);
  if (target.kind === 'address' && !values.accounts) mistakes.push('a target that runs already needs --accounts FILE');
  const profile = parseChoice('profile', PROFILES, values.profile, mistakes);
  const findLimit = values['find-limit'];
  const members = number('members', scenario.defaultMembers ?? 500, 2);
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
    cuts: number('cuts', 3, 1),
    registrations: number('registrations', 20, 0, false),
    slow: number('slow', 10, 0),
    cut: parseChoice('cut', CUT_KINDS, values.cut ?? 'connections', mistakes),
    profile,
    steps: number('steps', 5, 1),
    findLimit,
    seconds: number('seconds', profile === 'soak' ? 3600 : findLimit ? 10 : 20, 1),
    warmUpSeconds: number('warm-up', 5, 0),
    transport,
    target,
    settings: parseTargetSettings(values.set, mistakes),
    services: { gate: number('gates', 1, 1), auth: number('auth', 1, 1), logic: number('logic', 1, 1) },
    accountsFile: values.accounts,
    self: values.self,
    textBytes: number('text-bytes', 100, 1),
    // Each generator has so many.
    workers: number('workers', 1, 1) * (coordinator?.generators ?? 1),
    coordinator,
    faults: FAULT_KINDS.flatMap((kind) => parseFaults(kind, values[kind], mistakes)),
    failIf: values['fail-if'] === undefined ? [] : parseConditions(values['fail-if'], mistakes),
    fatesFile: values.fates,
    htmlFile: values.html,
    jsonFile: values.json,
    csvFile: values.csv,
    recordName: values.record,
    cpuProfileFolder: values['cpu-profiles'],
  };
  mistakes.push(
    ...scenario.validate(flags),
    ...validateFaults(flags.faults, flags),
    ...validateProfile(values, flags),
    ...validateRival(values, flags),
    ...validateEffect(values, flags),
  );
  return flags;
}

/** The flags of a generator that joins a coordinator; undefined without --join. Throws FlagError. */
export function parseJoinFlags(argv: readonly string[]): ReturnType<typeof parseJoin> | undefined {
  if (!argv.some((argument) => /^--join(=|$)/.test(argument))) return undefined;
  const mistakes: string[] = [];
  // Without defaults: each value here was given.
  const options = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, option]) => [name, { type: option.type, multiple: 'multiple' in option }]),
  );
  let flags: ReturnType<typeof parseJoin> | undefined;
  try {
    flags = parseJoin(parseArguments(argv, options).values, mistakes);
  } catch (error) {
    mistakes.push((error as Error).message);
  }
  if (!flags || mistakes.length > 0) throw new FlagError(mistakes);
  return flags;
}

type NumberParser = (name: keyof Values, fallback: number, least: number, whole?: boolean) => number;

function numberParser(values: Values, mistakes: string[]): NumberParser {
  return (name, fallback, least, whole = true) => {
    if (values[name] === undefined) return fallback;
    const value = Number(values[name]);
    if (Number.isFinite(value) && value >= least && (!whole || Number.isInteger(value))) return value;
    mistakes.push(`--${name} takes a ${whole ? 'whole ' : ''}number of at least ${least}, not ${String(values[name])}`);
    return fallback;
  };
}

function parseChoice<C extends string>(flag: string, choices: readonly [C, ...C[]], text: string, mistakes: string[]): C {
  const found = choices.find((one) => one === text);
  if (found === undefined) mistakes.push(`--${flag} is one of ${choices.join(', ')}, not ${text}`);
  return found ?? choices[0];
}

/** One sentence for each pair of flags that contradict each other. */
function validateProfile(values: Values, flags: LoadTestFlags): string[] {
  const { profile, findLimit, scenario, rate, seconds, steps, faults, target } = flags;
  const isSearchable = scenarioOf(scenario).waitsForClients === undefined && rate > 0;
  return [
    ...(values.set !== undefined && target.kind === 'address'
      ? ['--set changes the services of --target embedded or stack, not those that run already']
      : []),
    ...(values.steps !== undefined && profile !== 'steps' ? ['--steps belongs to --profile steps'] : []),
    ...(profile === 'steps' && seconds < 2 * steps ? [`--steps ${steps} need --seconds ${2 * steps}: two for each`] : []),
    ...(findLimit && flags.fatesFile !== undefined ? ['--find-limit is several runs: it excludes --fates'] : []),
    ...(findLimit && profile !== 'constant' ? ['--find-limit has its own rates: it excludes --profile'] : []),
    ...(findLimit && faults.length > 0 ? [`--find-limit excludes --${faults[0]?.kind}`] : []),
    ...(findLimit && !isSearchable ? [`--find-limit needs a rate that can be sustained: not --scenario ${scenario}`] : []),
  ];
}

/** Scenarios whose load is their messages. */
const NEEDS_MESSAGES: readonly ScenarioName[] = ['chat', 'group', 'large-room', 'mixed'];
const OUTPUTS = ['json', 'html', 'csv', 'fates'] as const;
/** Each message takes about a hundred bytes of a load process until the end. */
const MAX_MILLIONS = 50;
/** That of the services, without IM_MAX_TEXT_BYTES. */
const MAX_TEXT_BYTES = Number(SETTINGS.IM_MAX_TEXT_BYTES.fallback);

/** A flag without any effect, or with one that nobody wants, is a mistake: a person would believe its figures. */
function validateEffect(values: Values, flags: LoadTestFlags): string[] {
  const { target, scenario, rate, textBytes, settings, findLimit } = flags;
  const isOwn = target.kind === 'embedded' || target.kind === 'stack';
  const counts = (['gates', 'auth', 'logic'] as const).filter((name) => values[name] !== undefined);
  const files = OUTPUTS.flatMap((name) => (values[name] === undefined ? [] : [{ name, path: resolve(values[name]) }]));
  const twice = files.find(({ path }, index) => files.slice(0, index).some((other) => other.path === path));
  const maxTextBytes = Number(settings.IM_MAX_TEXT_BYTES ?? MAX_TEXT_BYTES);
  const millions = Math.round((flags.rate * (flags.seconds + flags.warmUpSeconds)) / 1e6);
  return [
    ...(millions > MAX_MILLIONS
      ? [`a run counts ${MAX_MILLIONS} million messages at most, not ${millions}: lower --rate or --seconds`]
      : []),
    ...(target.kind === 'stack' || target.kind === 'rival'
      ? []
      : counts.map((name) => `--${name} belongs to --target stack, not to ${values.target ?? 'embedded'}`)),
    ...(isOwn && values.accounts !== undefined
      ? [`--accounts belongs to gates that run already: ${target.kind} has its own`]
      : []),
    ...(target.kind === 'address' && values['cpu-profiles'] !== undefined
      ? ['--cpu-profiles are written by services that the load test starts: --target embedded or stack']
      : []),
    ...(rate === 0 && !findLimit && NEEDS_MESSAGES.includes(scenario) ? ['--rate 0 sends nothing: that is --scenario idle'] : []),
    ...(isOwn && textBytes > maxTextBytes
      ? [`--text-bytes ${textBytes} is above ${maxTextBytes}: add --set IM_MAX_TEXT_BYTES=${textBytes}`]
      : []),
    ...(twice ? [`--${twice.name} ${values[twice.name]} is written by another flag too: take two files`] : []),
    ...(values.record !== undefined && !/^[\w.-]+$/.test(values.record)
      ? [`--record takes a name of letters, digits, "-", "." and "_", not "${values.record}"`]
      : []),
  ];
}

/** A rival has users who write to each other, and nothing else that could be compared. */
function validateRival(values: Values, { target, scenario, self }: LoadTestFlags): string[] {
  if (target.kind !== 'rival') return [];
  const without = (['set', 'accounts', 'gates', 'auth', 'logic', 'fates', 'cpu-profiles'] as const).filter(
    (name) => values[name],
  );
  return [
    ...(scenario === 'chat' ? [] : [`--target rival:${target.name} has --scenario chat alone, not ${scenario}`]),
    ...(self ? [`--target rival:${target.name} has pairs of clients: leave --self out`] : []),
    ...without.map((name) => `--${name} does not apply to --target rival:${target.name}`),
  ];
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
