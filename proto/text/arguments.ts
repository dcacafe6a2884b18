// The command line of every tool. An id, a name or a password may begin with "-", as one id in 64 does: it is no flag.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { isId } from '../ids.ts';

/**
 * Like node's `parseArgs`, with two rules more: an id is a positional, and what follows an option that takes a value is its
 * value, unless it is another option of these. Throws TypeError with node's sentence.
 */
export function parseArguments<O extends ParseArgsOptionsConfig>(argv: readonly string[], options: O, allowPositionals = false) {
  const flags: string[] = [];
  const positionals: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? '';
    const next = argv[i + 1];
    if (argument === '--') {
      positionals.push(...argv.slice(i + 1));
      break;
    }
    if (isId(argument) || !argument.startsWith('-') || argument === '-') positionals.push(argument);
    else if (takesValue(argument, options) && next !== undefined && !isOption(next, options))
      flags.push(`${argument}=${argv[++i]}`);
    else flags.push(argument);
  }
  return parseArgs({ args: [...flags, '--', ...positionals], options, allowPositionals });
}

function takesValue(argument: string, options: ParseArgsOptionsConfig): boolean {
  return argument.startsWith('--') && options[argument.slice(2)]?.type === 'string';
}

function isOption(argument: string, options: ParseArgsOptionsConfig): boolean {
  const [, name = ''] = /^--([^=]+)/.exec(argument) ?? [];
  return argument === '--' || Object.hasOwn(options, name);
}
