// The settings of the services that `npm run stack` starts.
import { randomBytes } from 'node:crypto';
import { SETTINGS } from '../infra/process/config/settings.ts';
import { generateSecrets } from './secrets.ts';

/** The stack gives each instance its own. */
const OF_INSTANCES: ReadonlySet<string> = new Set([
  'IM_INSTANCE',
  'IM_GATE_SLOT',
  'IM_TCP_PORT',
  'IM_WS_PORT',
  'IM_ADMIN_PORT',
  'IM_STATUS_PORT',
]);
/** Everybody who tries the stack connects from this machine, a load test with thousands of clients too. */
const LOCAL_LIMITS = { IM_MAX_CONNECTIONS_PER_IP: '1000000', IM_MAX_HANDSHAKES_PER_IP: '1000000' };
const TOKEN_BYTES = 32;

/** New secrets, open registration and a token for the operator, unless `environment` says otherwise: its settings win. */
export function stackSettings(environment: NodeJS.ProcessEnv): Record<string, string> {
  const given = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[0] in SETTINGS && !OF_INSTANCES.has(entry[0]) && Boolean(entry[1]),
  );
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  return {
    ...generateSecrets(),
    ...LOCAL_LIMITS,
    IM_REGISTRATION: 'open',
    IM_ADMIN_TOKENS: `operator:operate:${token}`,
    ...Object.fromEntries(given),
  };
}

/** The first token that may act. */
export function operatorToken({ IM_ADMIN_TOKENS = '' }: Readonly<Record<string, string>>): string | undefined {
  const [, , token] =
    IM_ADMIN_TOKENS.split(',')
      .map((one) => one.trim().split(':'))
      .find(([, role]) => role === 'operate') ?? [];
  return token;
}
