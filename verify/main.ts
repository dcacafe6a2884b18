// The process of verify: config → adapters → startVerify.
import { connectService } from '../infra/process/connect.ts';
import { run } from '../infra/process/run.ts';
import { redisBatches } from '../infra/redis/batches.ts';
import { redisBudgets } from '../infra/redis/budgets.ts';
import { redisLimits } from '../infra/redis/limits.ts';
import { smtpMailer } from './mail/smtp-mailer.ts';
import { startVerify } from './start.ts';
import { redisCodes } from './store/redis-codes.ts';

run('verify', async (process, config) => {
  const { log } = process;
  const { connections, redis } = await connectService(process, config);
  const mailer = smtpMailer({ url: config.smtpUrl, from: config.verify.mailFrom, log });
  process.onStop('mail', () => mailer.close());
  await startVerify(
    {
      connections,
      batches: redisBatches(redis, log),
      codes: redisCodes(redis),
      mailer,
      limits: redisLimits(redis),
      budgets: redisBudgets(redis),
    },
    config,
  );
  return {};
});
