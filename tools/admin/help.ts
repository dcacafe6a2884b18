// What `npm run admin -- --help` prints, for all commands or for one.
import { COMMANDS } from './commands.ts';
import type { AdminTexts } from './texts.ts';

/** Reads Kafka, the store and log files itself, not the API. */
export const TRACE = { name: 'trace', usage: 'MESSAGE_ID|TRACE_ID' } as const;

export function describeAll({ usage }: AdminTexts): string {
  const commands = Object.entries({ ...COMMANDS, [TRACE.name]: TRACE }).map(([name, one]) => `  ${name} ${one.usage}`.trimEnd());
  return `${usage.head}\n\n${commands.join('\n')}\n\n${usage.tail}`;
}

/** Undefined where there is no such command. */
export function describeOne(name: string, { about, options }: AdminTexts): string | undefined {
  const spec = name === TRACE.name ? { ...TRACE, options: [] } : COMMANDS[name];
  if (!spec) return undefined;
  const head = `npm run admin -- ${name} ${spec.usage}`.trimEnd();
  const lines = spec.options.map((option) => `  --${option.padEnd(10)}${options[option]}`);
  return `${[head, '', about[name], ...(lines.length > 0 ? ['', ...lines] : [])].join('\n')}\n`;
}
