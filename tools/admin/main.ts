// `npm run admin -- members`: what an operator sees and does, over the API of status.
import { SetupError } from '../../infra/ports/index.ts';
import { ConfigError } from '../../infra/process/config/read.ts';
import { readTerminalLanguage } from '../../infra/process/config/sources.ts';
import { parseArguments } from '../../proto/text/arguments.ts';
import { type AdminApi, overHttp } from './backends.ts';
import { findCommand, parseCommand, WrongArguments } from './commands.ts';
import { describeAll, describeOne, TRACE } from './help.ts';
import { assertAnswerable, runCommand } from './run-command.ts';
import { ADMIN_TEXTS, type AdminTexts } from './texts.ts';

/** As in sysexits.h: the command was used incorrectly. */
const USAGE = 64;

const OPTIONS = {
  json: { type: 'boolean' },
  to: { type: 'string' },
  service: { type: 'string' },
  cause: { type: 'string' },
  yes: { type: 'boolean' },
  config: { type: 'string' },
  kafka: { type: 'boolean' },
  embedded: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(argv: readonly string[], texts: AdminTexts): Promise<number> {
  const { positionals, values } = parse(argv);
  const { json = false, config, kafka = false, embedded = false, help, to, service, cause, yes } = values;
  if (help || positionals[0] === 'help') {
    process.stdout.write(describe(help ? positionals : positionals.slice(1), texts));
    return 0;
  }
  if (kafka && embedded) throw new WrongArguments('--kafka and --embedded exclude each other');
  const [verb, id, ...rest] = positionals;
  if (verb === TRACE.name) {
    if (id === undefined || rest.length > 0)
      throw new WrongArguments(`trace needs one id: npm run admin -- trace ${TRACE.usage}`);
    const { runTrace } = await import('../trace/run-trace.ts');
    return runTrace(configArguments(config), id, json);
  }
  const command = parseCommand(positionals, { to, service, cause, yes });
  assertAnswerable(command, texts);
  const reach = await findBackend(kafka, embedded);
  return reach(configArguments(config), (api) => runCommand(api, command, { json, texts }));
}

function describe(words: readonly string[], texts: AdminTexts): string {
  if (words.length === 0) return describeAll(texts);
  const name = words[0] === TRACE.name ? TRACE.name : findCommand(words).name;
  return describeOne(name, texts) ?? describeAll(texts);
}

function configArguments(file: string | undefined): string[] {
  return file === undefined ? [] : ['--config', file];
}

type Backend = <T>(argv: readonly string[], use: (api: AdminApi) => Promise<T>) => Promise<T>;

/** What works without a running status loads all services: only where it is asked for. */
async function findBackend(kafka: boolean, embedded: boolean): Promise<Backend> {
  if (!kafka && !embedded) return overHttp;
  const { overKafka, overDataFolder } = await import('./local-backends.ts');
  return kafka ? overKafka : overDataFolder;
}

function parse(argv: readonly string[]) {
  try {
    return parseArguments(argv, OPTIONS, true);
  } catch (error) {
    throw new WrongArguments(`${(error as Error).message.split('. ')[0]}: npm run admin -- --help lists all`);
  }
}

if (import.meta.main) {
  try {
    process.exit(await main(process.argv.slice(2), ADMIN_TEXTS[readTerminalLanguage()]));
  } catch (error) {
    if (error instanceof WrongArguments) {
      process.stderr.write(`${error.message}\n`);
      process.exit(USAGE);
    }
    if (!(error instanceof ConfigError || error instanceof SetupError)) throw error;
    process.stderr.write(`${error instanceof ConfigError ? error.mistakes.join('\n') : error.message}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}
