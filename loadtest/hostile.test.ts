import { describe, expect, test } from 'vitest';
import { describeReal } from '../infra/testing/real-servers.ts';
import { loadTestRunner } from './testing/load-test-runner.ts';

const command = loadTestRunner();
const CHAT = ['--clients', '500', '--rate', '500', '--seconds', '8', '--warm-up', '1'];
const FLAWLESS = { connected: 500, lost: 0, duplicated: 0, outOfOrder: 0, refused: 0, unacknowledged: 0, unpulled: 0 };
/**
 * How much longer messages take, compared with the same chat alone just before. The attack runs on the same two cores and costs
 * half of one by itself: on a quiet machine the factor is 3 to 4 (p99). One unbounded flood makes it 100 and more.
 */
const MAX_SLOWDOWN = 10;
/** Added to what a very fast chat alone takes. */
const MARGIN_MS = 100;

async function expectNoHarm(...target: string[]): Promise<void> {
  const alone = await command.run('--scenario', 'chat', ...CHAT, '--seconds', '4', ...target);
  const { code, report, output } = await command.run('--scenario', 'hostile', '--hostile', '200', ...CHAT, ...target);
  expect(report, output).toMatchObject({ ...FLAWLESS, sent: 4000, delivered: 4000 });
  expect(report?.hostile?.closedByGate, output).toBeGreaterThan(200);
  const usual = alone.report?.deliveryMs ?? { p50: 0, p99: 0 };
  expect(report?.deliveryMs.p50, output).toBeLessThan(MAX_SLOWDOWN * usual.p50 + MARGIN_MS);
  expect(report?.deliveryMs.p99, `${alone.output}\n${output}`).toBeLessThan(MAX_SLOWDOWN * usual.p99 + MARGIN_MS);
  // A service that restarted would show here.
  expect(output).not.toMatch(/bad deploy|is started again/);
  expect(code).toBe(0);
}

describe('hostile clients beside a chat', () => {
  test.each(['ws', 'tcp'])(
    'embedded, over %s: nothing is lost, duplicated or out of order, and nobody waits long',
    (transport) => expectNoHarm('--target', 'embedded', '--transport', transport),
    180_000,
  );
});

describeReal('hostile clients beside a chat on real parts', ['kafka', 'mysql', 'redis'], () => {
  test('nothing is lost, duplicated or out of order, and nobody waits long', () => expectNoHarm('--target', 'stack'), 180_000);
});
