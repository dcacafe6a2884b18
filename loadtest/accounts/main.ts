// `npm run loadtest -- accounts`: makes accounts for a load test on a running deployment, and deletes them again.
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArguments } from '../../proto/text/arguments.ts';
import { FlagError } from '../cli/flags.ts';
import { parseTarget } from '../cli/target.ts';
import { UsageError } from '../cli/usage-error.ts';
import { parseAccounts } from '../setup/accounts.ts';
import { checkTarget } from '../setup/preflight.ts';
import { type AccountTarget, deleteAccounts, makeAccounts } from './deployment-accounts.ts';

const USAGE = 'accounts make FILE --count N --target HOST:PORT, or accounts delete FILE --target HOST:PORT';
const OPTIONS = {
  target: { type: 'string' },
  transport: { type: 'string' },
  count: { type: 'string' },
  'max-wait': { type: 'string' },
  yes: { type: 'boolean', default: false },
} as const;
const PASSWORD_LINE = /^# password (\S+)$/m;
const DEFAULT_PATIENCE_SECONDS = 60;

/** Throws UsageError. */
export async function manageAccounts(argv: readonly string[], print: (line: string) => void): Promise<0> {
  const { values, positionals } = parse(argv);
  const [action, path] = positionals;
  const patienceMs = Number(values['max-wait'] ?? DEFAULT_PATIENCE_SECONDS) * 1000;
  if ((action !== 'make' && action !== 'delete') || path === undefined || positionals.length > 2 || !(patienceMs >= 0))
    throw new FlagError([USAGE]);
  const mistakes: string[] = [];
  const { target, transport } = parseTarget(values, mistakes);
  const url = target.kind === 'address' ? target.urls[0] : undefined;
  if (mistakes.length === 0 && url === undefined) mistakes.push('accounts are made on a deployment that runs: give its --target');
  if (mistakes.length > 0) throw new FlagError(mistakes);
  await checkTarget({ target, transport });
  const accountTarget = { url: url ?? '', patienceMs, print };
  if (action === 'make') await makeFile(path, values.count, accountTarget);
  else print(`${await deleteFile(path, accountTarget)} accounts deleted`);
  return 0;
}

function parse(argv: readonly string[]) {
  try {
    return parseArguments(argv, OPTIONS, true);
  } catch (error) {
    throw new FlagError([(error as Error).message]);
  }
}

/** Each account is in the file as soon as it exists, so that a broken run can be cleaned up. */
async function makeFile(path: string, countText: string | undefined, target: AccountTarget): Promise<void> {
  const count = Number(countText);
  if (!Number.isInteger(count) || count < 1) throw new FlagError(['accounts make takes --count N, a whole number of at least 1']);
  if (existsSync(path)) throw new UsageError(`${path} exists: delete its accounts first, or take another name`);
  const password = randomBytes(12).toString('base64url');
  writeFileSync(path, `# password ${password}\n`, { mode: 0o600 });
  await makeAccounts(target, { count, password }, ({ userId, token }) => appendFileSync(path, `${userId} ${token}\n`));
}

async function deleteFile(path: string, target: AccountTarget): Promise<number> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
  const password = PASSWORD_LINE.exec(text)?.[1];
  if (password === undefined) throw new UsageError(`${path} has no line "# password": accounts make has not written it`);
  return await deleteAccounts(target, parseAccounts(text), password);
}
