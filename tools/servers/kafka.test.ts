import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeReal } from '../../infra/testing/real-servers.ts';
import { findController, findLeader, isKafkaServer } from './kafka/cluster.ts';
import { type KafkaServer, startKafka } from './kafka.ts';
import { probeKafka } from './probes.ts';
import { startServers } from './servers.ts';

// Mounts need more rights than tests have on most machines of developers.
const isRoot = process.getuid?.() === 0 && existsSync('/usr/bin/unshare');

/** Those that keep this process alive. */
const countChildren = (): number => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;

describeReal('a private Kafka of three brokers', ['kafka'], () => {
  let kafka: KafkaServer;
  const advertised: string[] = [];
  beforeAll(async () => {
    const advertise = async (address: string): Promise<string> => {
      advertised.push(address);
      return address;
    };
    const options = { brokers: 3, advertise, ...(isRoot && { diskMib: 300 }) };
    const servers = await startServers(['kafka'], { private: true, native: true, kafka: options });
    if (isKafkaServer(servers.kafka)) kafka = servers.kafka;
  }, 240_000);
  afterAll(() => kafka?.stop());

  test('clients reach each broker at the address that the caller gave it', async () => {
    expect(new Set(advertised).size).toBe(3);
    await Promise.all(advertised.map(probeKafka));
  });

  test('when the active controller is killed, another broker is it', async () => {
    const first = await findController(kafka);
    await first.kill();
    await vi.waitFor(async () => expect((await findController(kafka)).nodeId).not.toBe(first.nodeId), { timeout: 60_000 });
    await first.start();
    await probeKafka(first.address);
  }, 180_000);

  test('a topic that nobody has made has no leader', async () => {
    await expect(findLeader(kafka, 'nowhere')).rejects.toThrow();
  });

  test.runIf(isRoot)('its disk takes no more than its size', () => {
    const file = join(kafka.brokers[0]?.dataFolder ?? '', 'filler');
    expect(() => writeFileSync(file, Buffer.alloc(300 << 20))).toThrow('ENOSPC');
    rmSync(file);
  });
});

describeReal('a private Kafka that cannot start', ['kafka'], () => {
  // It looks at the disk through /proc.
  test.runIf(process.platform === 'linux')('leaves no process that holds its disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'im-kafka-'));
    // These stand for a disk that is mounted and a broker for which it is too small.
    const programs = { unshare: 'touch "$6/mounted"; exec sleep 600', nsenter: 'exit 1' };
    for (const [name, script] of Object.entries(programs))
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
    const before = countChildren();
    try {
      await expect(startKafka({ diskMib: 1 })).rejects.toThrow('nsenter failed');
      // Processes of earlier tests may end meanwhile.
      await vi.waitFor(() => expect(countChildren()).toBeLessThanOrEqual(before), { timeout: 10_000 });
    } finally {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    }
  });
});
