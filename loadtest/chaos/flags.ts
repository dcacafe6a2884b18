// The command line of `npm run chaos`.
import { parseArgs } from 'node:util';
import { CHAOS_KINDS, FAULT_KINDS, type PlannedFault } from '../cli/planned-faults.ts';
import { PROTECTIONS, type Protection } from './in-service/weakening.ts';
import { LINK_KINDS, parseLink } from './network/links.ts';
import { GAP_SECONDS, planChaos } from './schedule.ts';

export const USAGE = `npm run chaos -- [options]

Runs a load on a stack of its own while processes and servers fail at random moments, and checks that nothing was lost.

  --seconds N        length of the load with faults (120)
  --seed N           the same seed makes the same faults (a new one each time; it is printed)
  --only NAMES       kinds, roles, processes or links, with commas: kill,kafka or gate-0 or roll or slow,logic-0:mysql
                       kinds: ${[...FAULT_KINDS, ...CHAOS_KINDS].join(', ')}
  --schedule TEXT    these faults instead of random ones: "kill logic-0@3, half-open gate-0:kafka@9, freeze mysql@12.5"
  --gap SECONDS      at least so long between the begins of two faults (${GAP_SECONDS}); above 15 they hardly overlap
  --clients N        (200) in pairs and groups of 20, a tenth of them leaves and comes back each second
  --rate N           messages per second, all clients together (200)
  --brokers 3        three brokers of Kafka: records have three replicas, and two must be in sync (1)
  --disk MIB         each broker has a disk of its own of this size, which can be filled; needs the right to mount
  --without NAME     takes a protection out of the services, to prove that the run notices: ${PROTECTIONS.join(', ')}
  --shrink           after a failure: runs again with fewer faults, to find those that are needed
  --html FILE, --json FILE   a report, as those of the load test
  --record NAME      the JSON in loadtest/results/DATE-NAME.json, and the table beside it
  --markdown FILE    a table of the faults: lost, doubled, out of order, back after
  --help`;

export interface ChaosFlags {
  readonly seconds: number;
  readonly seed: number;
  readonly faults: readonly PlannedFault[];
  readonly clients: number;
  readonly rate: number;
  /** 1 or 3. */
  readonly brokers: number;
  /** Of each broker's disk; undefined: that of the machine. */
  readonly diskMib: number | undefined;
  /** The protection that the services lack. */
  readonly without: Protection | undefined;
  readonly shrink: boolean;
  readonly htmlFile: string | undefined;
  readonly jsonFile: string | undefined;
  readonly markdownFile: string | undefined;
  readonly recordName: string | undefined;
}

const OPTIONS = {
  seconds: { type: 'string', default: '120' },
  seed: { type: 'string' },
  only: { type: 'string', default: '' },
  schedule: { type: 'string' },
  clients: { type: 'string', default: '200' },
  rate: { type: 'string', default: '200' },
  brokers: { type: 'string', default: '1' },
  disk: { type: 'string' },
  without: { type: 'string' },
  gap: { type: 'string', default: String(GAP_SECONDS) },
  shrink: { type: 'boolean', default: false },
  html: { type: 'string' },
  json: { type: 'string' },
  markdown: { type: 'string' },
  record: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Throws an Error with a sentence for the user. `newSeed` serves where none is given. */
export function parseChaosFlags(argv: readonly string[], newSeed: () => number): ChaosFlags | 'help' {
  const { values } = parseArgs({ args: [...argv], options: OPTIONS });
  if (values.help) return 'help';
  const whole = (name: 'seconds' | 'seed' | 'clients' | 'rate' | 'disk' | 'gap', least: number, text = values[name]): number => {
    if (text !== undefined && /^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
    throw new Error(`--${name} takes a whole number of at least ${least}, not "${text}"`);
  };
  const clients = whole('clients', 20);
  if (clients % 20 !== 0) throw new Error(`--clients must be divisible into groups of 20, and ${clients} is not`);
  const seconds = whole('seconds', 20);
  const seed = values.seed === undefined ? newSeed() : whole('seed', 0);
  const only = values.only.split(',').flatMap((name) => name.trim() || []);
  if (values.schedule !== undefined && only.length > 0) throw new Error('--schedule and --only exclude each other');
  if (!['1', '3'].includes(values.brokers)) throw new Error(`--brokers takes 1 or 3, not "${values.brokers}"`);
  const brokers = Number(values.brokers);
  const diskMib = values.disk === undefined ? undefined : whole('disk', 200);
  const without = PROTECTIONS.find((one) => one === values.without);
  if (without !== values.without) throw new Error(`--without takes ${PROTECTIONS.join(', ')}, not "${values.without}"`);
  const choice = { seed, seconds, only, brokers, hasSmallDisk: diskMib !== undefined, gapSeconds: whole('gap', 1) };
  const faults = values.schedule === undefined ? planChaos(choice) : parseSchedule(values.schedule, seconds);
  const { shrink, html: htmlFile, json: jsonFile, markdown: markdownFile, record: recordName } = values;
  return {
    seconds,
    seed,
    faults,
    clients,
    rate: whole('rate', 1),
    brokers,
    diskMib,
    without,
    shrink,
    htmlFile,
    jsonFile,
    markdownFile,
    recordName,
  };
}

/** "kill logic-0@3, freeze mysql@12.5", as --schedule takes it. */
export function formatSchedule(faults: readonly PlannedFault[]): string {
  return faults.map(({ kind, process, atSeconds }) => `${kind} ${process}@${atSeconds}`).join(', ');
}

function parseSchedule(text: string, seconds: number): PlannedFault[] {
  const faults = text.split(',').map((part): PlannedFault => {
    const [, kindName, process = '', at] = /^\s*([a-z-]+) ([a-z0-9:-]+)@(\d+(?:\.\d+)?)\s*$/.exec(part) ?? [];
    const kind = [...FAULT_KINDS, ...CHAOS_KINDS].find((one) => one === kindName);
    const isLink = LINK_KINDS.some((one) => one === kind);
    if (!kind || isLink !== (parseLink(process) !== undefined))
      throw new Error(`--schedule takes "KIND PROCESS-OR-LINK@SECONDS, ...", and "${part.trim()}" is not one`);
    return { kind, process, atSeconds: Number(at) };
  });
  const late = faults.find(({ atSeconds }) => atSeconds >= seconds);
  if (late) throw new Error(`--schedule: ${formatSchedule([late])} comes after the ${seconds} --seconds`);
  return faults;
}
