// The process of status: config → adapters → startStatus.
import { connectService } from '../infra/process/connect.ts';
import { run } from '../infra/process/run.ts';
import { startStatus } from './start.ts';

run('status', async (process, config) => {
  const { connections, reporter } = await connectService(process, config);
  return startStatus({ connections, ownProcess: reporter.processId, pages: process.pages }, config.status);
});
