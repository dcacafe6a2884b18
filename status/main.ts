// The process of status: config → adapters → startStatus.
import { mysqlConnection } from '../infra/mysql/batches.ts';
import { migrateMysql } from '../infra/mysql/migration.ts';
import { type HttpRequest, textAnswer } from '../infra/ports/index.ts';
import type { StatusConfig } from '../infra/process/config/read.ts';
import { connectService } from '../infra/process/connect.ts';
import { gatePackSigner } from '../infra/process/pack-keys.ts';
import { type ProcessContext, run } from '../infra/process/run.ts';
import { redisBatches } from '../infra/redis/batches.ts';
import type { SqlConnection } from '../infra/sql/connection.ts';
import { API_PATHS, openApi } from './adapters/api.ts';
import { serverProbes } from './adapters/server-probes.ts';
import { inTurn, sqlAuditLog } from './adapters/sql-audit.ts';
import { identify } from './api/identity.ts';
import { answerPageFiles } from './page/page-files.ts';
import { serveRegistry, startStatus, untilAllReported } from './start.ts';

const PAGE_PATH = '/page/';

run('status', async (process, config) => {
  const { connections, redis, reporter } = await connectService(process, config);
  const { pages } = process;
  const { members, gates, toldUrl } = await startStatus({ connections, ownProcess: reporter.processId, pages }, config.status);
  const isAway = config.api
    ? textAnswer(503, 'status is starting: try again in a second')
    : textAnswer(404, 'the API is off: set IM_ADMIN_TOKENS or IM_ADMIN_PROXY_HEADER');
  for (const path of [...API_PATHS, PAGE_PATH]) pages.set(path, () => isAway);
  await untilAllReported(members);
  if (config.api) {
    const who = identify(config.api);
    const gateSigner = gatePackSigner(config.packGateSecrets);
    const { acts, reads: mysql } = openStore(process, config.api);
    const audit = sqlAuditLog(acts, mysql);
    const probes = serverProbes({ connections, config, redis, mysql, mysqlUrl: config.api.mysqlUrl });
    const { proxies } = config.api;
    const own = { connections, members, ownProcess: reporter.processId, isUntold: toldUrl === undefined };
    const api = openApi({ ...own, gateSigner, audit, probes, identify: who, proxies });
    for (const path of API_PATHS) pages.set(path, api);
    const isKnown = (request: HttpRequest): boolean => who(request) !== undefined;
    pages.set(PAGE_PATH, answerPageFiles({ base: '/page', api, isKnown }));
  }
  // Clients need their gates while Redis is away, so nothing waits for it.
  serveRegistry(connections, redisBatches(redis, process.log), members).catch((error: unknown) => {
    if (!process.stopping.aborted) process.fail(error);
  });
  return { gates };
});

/** Clients need their gates while MySQL is away, so nothing waits for it but acts of operators. */
function openStore(
  process: ProcessContext,
  { mysqlUrl }: NonNullable<StatusConfig['api']>,
): { readonly acts: SqlConnection; readonly reads: SqlConnection } {
  const { log } = process;
  const [acts, reads] = [mysqlConnection(mysqlUrl, log), mysqlConnection(mysqlUrl, log)];
  process.onStop('MySQL', () => {
    acts.close();
    reads.close();
  });
  process
    .waitFor('MySQL, for the audit log', () => migrateMysql(mysqlUrl, log))
    .catch((error: unknown) => {
      if (!process.stopping.aborted) process.fail(error);
    });
  return { acts: inTurn(acts), reads: inTurn(reads) };
}
