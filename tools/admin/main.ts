// `npm run admin -- members`: what an operator sees and does, over the API of status.
import { SetupError } from '../../infra/ports/index.ts';
import { ConfigError } from '../../infra/process/config/read.ts';
import { readTerminalLanguage } from '../../infra/process/config/sources.ts';
import { parseArguments } from '../../proto/text/arguments.ts';
import { type AskApi, overHttp, Refusal } from './backends.ts';
import { type AdminCommand, parseCommand } from './commands.ts';
import { ADMIN_TEXTS, type AdminTexts } from './texts.ts';

const OPTIONS = {
  json: { type: 'boolean' },
  to: { type: 'string' },
  config: { type: 'string' },
  kafka: { type: 'boolean' },
  embedded: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(argv: readonly string[], texts: AdminTexts): Promise<number> {
  const parsed = parse(argv);
  if (parsed?.values.help) {
    process.stdout.write(texts.usage);
    return 0;
  }
  const [verb, id, ...rest] = parsed?.positionals ?? [];
  if (parsed && verb === 'trace' && id !== undefined && rest.length === 0) {
    const { runTrace } = await import('../trace/run-trace.ts');
    return runTrace(configArguments(parsed.values.config), id, parsed.values.json ?? false);
  }
  const command = parsed && parseCommand(parsed.positionals, { to: parsed.values.to });
  if (!parsed || !command || (parsed.values.kafka && parsed.values.embedded)) {
    process.stderr.write(texts.usage);
    return 2;
  }
  const { config, json, kafka, embedded } = parsed.values;
  const reach = await findBackend(kafka ?? false, embedded ?? false);
  return reach(configArguments(config), (ask) => runCommand(ask, command, json ?? false, texts));
}

function configArguments(file: string | undefined): string[] {
  return file === undefined ? [] : ['--config', file];
}

type Backend = <T>(argv: readonly string[], use: (ask: AskApi) => Promise<T>) => Promise<T>;

/** What works without a running status loads all services: only where it is asked for. */
async function findBackend(kafka: boolean, embedded: boolean): Promise<Backend> {
  if (!kafka && !embedded) return overHttp;
  const { overKafka, overDataFolder } = await import('./local-backends.ts');
  return kafka ? overKafka : overDataFolder;
}

/** Resolves with the exit code. */
async function runCommand(ask: AskApi, command: AdminCommand, json: boolean, texts: AdminTexts): Promise<number> {
  let failures = 0;
  for (const request of command.requests) {
    try {
      const reply = await ask(request);
      process.stdout.write(json ? `${JSON.stringify(reply)}\n` : show(command, reply, texts));
      if (hasFinding(reply)) failures++;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failures++;
      process.stderr.write(
        json ? `${JSON.stringify({ error: { code: error.code, message: error.message } })}\n` : `${error.message}\n`,
      );
    }
  }
  return failures > 0 ? 1 : 0;
}

function show({ show: render }: AdminCommand, reply: unknown, texts: AdminTexts): string {
  return render(reply as never, texts);
}

/** The doctor has found something: scripts see it in the exit code. */
function hasFinding(reply: unknown): boolean {
  const { findings } = reply as { readonly findings?: readonly { readonly isGood: boolean }[] };
  return findings?.some(({ isGood }) => !isGood) ?? false;
}

function parse(argv: readonly string[]) {
  try {
    return parseArguments(argv, OPTIONS, true);
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  try {
    process.exit(await main(process.argv.slice(2), ADMIN_TEXTS[readTerminalLanguage()]));
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof SetupError)) throw error;
    process.stderr.write(`${error instanceof ConfigError ? error.mistakes.join('\n') : error.message}\n`);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}
