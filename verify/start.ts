// Composes the verify service. The adapters decide where it runs: on Kafka and Redis, or embedded.
import type { Batches, Budgets, Limits } from '../infra/ports/index.ts';
import type { VerifyConfig } from '../infra/process/config/read.ts';
import { type ServiceConnections, serveOver } from '../infra/process/connect.ts';
import { opener } from '../infra/process/seal.ts';
import { im } from '../proto/rpc.ts';
import { codeSecrets } from './codes.ts';
import { codesHandlers, verifyHandlers } from './handlers.ts';
import type { CodeStore, Mailer } from './ports.ts';

export interface VerifyAdapters {
  readonly connections: ServiceConnections;
  /** Commits positions in the log only: verify keeps its state in `codes`. */
  readonly batches: Batches<undefined>;
  readonly codes: CodeStore;
  readonly mailer: Mailer;
  readonly limits: Limits;
  readonly budgets: Budgets;
}

/**
 * Serves Verify and Codes until the process stops. Resolves once both read commands. Codes has a topic of its own: a slow mail
 * server does not delay the check of a code.
 */
export async function startVerify(
  { connections, batches, codes, mailer, limits, budgets }: VerifyAdapters,
  config: Pick<VerifyConfig, 'verify' | 'codeSecrets' | 'sealPrivateKeys'>,
): Promise<void> {
  const { codeMs, mailsPerHour, mailFrom } = config.verify;
  const secrets = codeSecrets(config.codeSecrets);
  const shared = {
    batches,
    opener: opener(config.sealPrivateKeys),
    commandPartitions: connections.partitions.command,
    // A command that is older than the log's retention is useless: its client has sent another one.
    lostCommands: 'skip',
    ...connections.faultInjection,
  } as const;
  const service = mailFrom.name || mailFrom.address;
  const handlers = verifyHandlers({
    secrets,
    codes,
    mailer,
    limits,
    budgets,
    log: connections.log,
    codeMs,
    mailsPerHour,
    service,
  });
  await serveOver(connections, { ...shared, service: im.Verify, handlers });
  await serveOver(connections, { ...shared, service: im.Codes, handlers: codesHandlers({ secrets, codes, codeMs }) });
}
