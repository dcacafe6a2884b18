import { describe, expect, test } from 'vitest';
import { describeReal } from '../infra/testing/real-servers.ts';
import { loadTestRunner } from './testing/load-test-runner.ts';

const command = loadTestRunner();
const HOSTILE = [
  '--scenario',
  'hostile',
  '--clients',
  '500',
  '--rate',
  '500',
  '--hostile',
  '200',
  '--seconds',
  '8',
  '--warm-up',
  '1',
];
const FLAWLESS = { connected: 500, lost: 0, duplicated: 0, outOfOrder: 0, refused: 0, unacknowledged: 0, unpulled: 0 };
/** Of the chat's messages. Without hostile clients it is about 10 ms; one unbounded flood made it seconds. */
const MAX_P99_MS = 500;

async function expectNoHarm(...target: string[]): Promise<void> {
  const { code, report, output } = await command.run(...HOSTILE, ...target);
  expect(report, output).toMatchObject({ ...FLAWLESS, sent: 4000, delivered: 4000 });
  expect(report?.hostile?.closedByGate, output).toBeGreaterThan(200);
  expect(report?.deliveryMs.p99, output).toBeLessThan(MAX_P99_MS);
  // A service that restarted would show here.
  expect(output).not.toMatch(/bad deploy|is started again/);
  expect(code).toBe(0);
}

describe('hostile clients beside a chat', () => {
  test.each(['ws', 'tcp'])(
    'embedded, over %s: nothing is lost, duplicated or out of order, and nobody waits long',
    (transport) => expectNoHarm('--target', 'embedded', '--transport', transport),
    120_000,
  );
});

describeReal('hostile clients beside a chat on real parts', ['kafka', 'mysql', 'redis'], () => {
  test('nothing is lost, duplicated or out of order, and nobody waits long', () => expectNoHarm('--target', 'stack'), 120_000);
});
