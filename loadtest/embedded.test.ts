import { statSync, truncateSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectGroup, expectMixed, expectSync, loadTestRunner, PERFECT, TINY } from './testing/load-test-runner.ts';

const command = loadTestRunner();

describe.concurrent('the embedded services under load', () => {
  test.each(['ws', 'tcp'])(
    'chat over %s: nothing is lost, duplicated or out of order, and the file of the run proves it',
    async (transport) => {
      const fates = command.file('');
      const flags = ['--target', 'embedded', '--transport', transport, '--fates', fates];
      const { code, report, output } = await command.run(...TINY, ...flags);
      expect(report, output).toMatchObject({ ...PERFECT, cpu: { embedded: expect.any(Number), load: expect.any(Number) } });
      expect(report?.kibPerConnection).toBeTypeOf('number');
      expect(code).toBe(0);
      const verified = await command.start('verify', fates);
      expect(verified.output).toMatch(/^messages +800 sent {2}800 acked$/m);
      expect(verified.output).toMatch(/^clients +lost 0 {2}unverified 0 {2}duplicated 0 {2}outOfOrder 0 .*holes 0$/m);
      expect(verified.output).toMatch(/^store +800 texts: 0 acknowledged ones missing, 0 stored twice$/m);
      expect(verified.code).toBe(0);
      truncateSync(fates, statSync(fates).size - 20);
      expect(await command.start('verify', fates)).toMatchObject({ code: 64, output: expect.stringContaining('was cut short') });
    },
    60_000,
  );
});

describe('storms on the embedded services', () => {
  test('login-storm: each log-in has an outcome, and the chat continues', async () => {
    const storm = ['--scenario', 'login-storm', '--log-ins', '20', '--target', 'embedded'];
    const { code, report, output } = await command.run(...TINY, ...storm);
    expect(report, output).toMatchObject({ ...PERFECT, scenario: 'login-storm', resume: null });
    expect(report?.logIns).toMatchObject({ rate: 20, offered: 60, failed: {} });
    expect((report?.logIns?.succeeded ?? 0) + (report?.logIns?.busy ?? 0)).toBe(60);
    expect(report?.logIns?.succeeded).toBeGreaterThan(0);
    expect(output).toContain('log-ins       60 offered');
    expect(code).toBe(0);
  }, 60_000);

  test('resume-storm: all clients come back, and nothing is lost', async () => {
    const { code, report, output } = await command.run(...TINY, '--scenario', 'resume-storm', '--target', 'embedded');
    expect(report, output).toMatchObject({ ...PERFECT, scenario: 'resume-storm', logIns: null });
    expect(report?.resume).toMatchObject({ by: 'connections', cut: 50, resumed: 50 });
    expect(report?.resume?.secondsToLast).toBeLessThan(5);
    expect(output).toContain('50 of 50 cut off');
    expect(code).toBe(0);
  }, 60_000);
});

describe.concurrent('scenarios on the embedded services', () => {
  test('group: each message reaches every other member once', () => expectGroup(command, '--target', 'embedded'), 60_000);
  test(
    'mixed: messages arrive once, and background commands get replies',
    () => expectMixed(command, '--target', 'embedded'),
    60_000,
  );
  test('sync: a returning client learns everything that changed', () => expectSync(command, '--target', 'embedded'), 60_000);
});

describe.concurrent('storms of newcomers, slow readers and lost connections on the embedded services', () => {
  test('register-storm: newcomers register, log in by password, and write to each other', async () => {
    const storm = ['--scenario', 'register-storm', '--registrations', '3', '--target', 'embedded'];
    const { code, report, output } = await command.run(...TINY, ...storm);
    expect(report, output).toMatchObject({ ...PERFECT, scenario: 'register-storm' });
    expect(report?.registrations).toMatchObject({ rate: 3, offered: 9, failed: {} });
    expect((report?.registrations?.chatted ?? 0) + (report?.registrations?.busy ?? 0)).toBe(9);
    expect(report?.registrations?.chatted).toBeGreaterThan(0);
    expect(output).toContain('newcomers     9 offered');
    expect(code).toBe(0);
  }, 120_000);

  test('reconnect-storm: all clients come back after each cut', async () => {
    const storm = ['--scenario', 'reconnect-storm', '--cuts', '2', '--target', 'embedded'];
    const { code, report, output } = await command.run(...TINY, ...storm);
    expect(report, output).toMatchObject({ ...PERFECT, returns: [{ resumed: report?.returns?.[0]?.cut }, {}] });
    expect(report?.returns?.[0]?.cut).toBe(50);
    expect(code).toBe(0);
  }, 120_000);

  test('slow-reader: pages stay unread, and nothing is lost', async () => {
    const flags = ['--scenario', 'slow-reader', '--slow', '2', '--seconds', '6', '--target', 'embedded'];
    const { code, report, output } = await command.run(...TINY, ...flags);
    expect(report, output).toMatchObject({
      lost: 0,
      duplicated: 0,
      outOfOrder: 0,
      sent: 1200,
      slowReaders: { clients: 2, opened: 2 },
    });
    expect(report?.slowReaders?.asked).toBeGreaterThan(report?.slowReaders?.read ?? 0);
    expect(report?.slowReaders?.besideMs.max).toBeGreaterThan(0);
    expect(output).toMatch(/^beside them {3}p50 /m);
    expect(code).toBe(0);
  }, 120_000);
});
