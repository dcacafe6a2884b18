// Composes the auth service. The adapters decide where it runs: on Kafka, MySQL and Redis, or embedded.
import type { Batches, Budgets } from '../infra/ports/index.ts';
import type { AuthConfig } from '../infra/process/config/read.ts';
import { connectRpcClient, type ServiceConnections, serveOver } from '../infra/process/connect.ts';
import { deriveSealPublicKey, opener, sealer } from '../infra/process/seal.ts';
import { im } from '../proto/rpc.ts';
import { authHandlers } from './handlers.ts';
import type { HashCounts } from './password/hash-queue.ts';
import { passwordHasher } from './password/password-hasher.ts';
import type { AccountReader, AuthStore } from './ports.ts';
import { sessionTokens } from './session-tokens.ts';
import { verifyClient } from './verify-client.ts';

export interface AuthAdapters {
  readonly connections: ServiceConnections;
  readonly batches: Batches<AuthStore>;
  readonly accounts: AccountReader;
  /** While their store is unavailable they must still count. */
  readonly budgets: Budgets;
}

/** Serves Auth until the process stops; resolves once it reads commands. */
export async function startAuth(
  { connections, batches, accounts, budgets }: AuthAdapters,
  config: Pick<AuthConfig, 'auth' | 'tokenSecrets' | 'sealPrivateKeys'>,
): Promise<void> {
  const { log, partitions, faultInjection, onStop } = connections;
  const [ownKey] = config.sealPrivateKeys;
  if (!ownKey) throw new RangeError('auth needs a private key to open passwords with: set IM_SEAL_PRIVATE_KEY');
  // The services of one deployment share their sealing keys.
  const calls = await connectRpcClient(connections, sealer(deriveSealPublicKey(ownKey)));
  const { passwordHash, hashingThreads } = config.auth;
  const passwords = passwordHasher({
    cost: { algorithm: 'argon2id', ...passwordHash },
    ...(hashingThreads !== undefined && { threads: hashingThreads }),
    onThreadDeath: (error) => log.error({ err: error }, 'password hashing thread died'),
  });
  onStop('password hashing', () => passwords.close());
  showHashing(connections, passwords.counts);
  await serveOver(connections, {
    service: im.Auth,
    handlers: authHandlers({
      passwords,
      tokens: sessionTokens(config.tokenSecrets),
      accounts,
      codes: verifyClient(calls, log),
      budgets,
      settings: config.auth,
    }),
    batches,
    opener: opener(config.sealPrivateKeys),
    commandPartitions: partitions.command,
    // A log-in that is older than the log's retention is useless: its client has sent another one.
    lostCommands: 'skip',
    ...faultInjection,
  });
}

function showHashing({ metrics, facts }: ServiceConnections, counts: () => HashCounts): void {
  facts.add(() => ({ hashes: counts() }));
  metrics.gauge('im_hashes_waiting', 'Password hashes that wait for a thread.', () => counts().waiting);
  metrics.gauge('im_hashes_running', 'Password hashes that are being made.', () => counts().running);
  metrics.countOf('im_hashes_total', 'Password hashes that were made.', () => counts().done);
  metrics.countOf(
    'im_hashes_refused_total',
    'Log-ins and the like that were refused because hashes wait.',
    () => counts().refused,
  );
}
