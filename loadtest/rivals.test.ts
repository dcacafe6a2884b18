import { expect, test } from 'vitest';
import { describeReal } from '../infra/testing/real-servers.ts';
import { loadTestRunner, PERFECT, TINY } from './testing/load-test-runner.ts';

const command = loadTestRunner();

describeReal('rivals on real servers', ['mysql', 'redis'], () => {
  test('socket.io: two processes with MariaDB and Redis carry the same load, counted by the same ledger', async () => {
    const { code, report, output } = await command.run(...TINY, '--target', 'rival:socketio');
    expect(report, output).toMatchObject({ ...PERFECT, outOfOrder: expect.any(Number), rival: 'socketio', unpulled: 0 });
    expect(report?.target).toMatch(/^rival: socket\.io 4\.\d+\.\d+ × 2, /);
    expect(Object.keys(report?.cpu ?? {}).sort()).toEqual(['load', 'mysql', 'redis', 'socketio']);
    expect(report?.kibPerConnection).toBeTypeOf('number');
    expect(output).toMatch(/^RIVAL {9}socketio/m);
    // Its INSERTs may overtake each other.
    expect(code).toBe(report?.outOfOrder ? 1 : 0);
  }, 120_000);
});
