import { afterEach, expect, test } from 'vitest';
import { FlagError, parseFlags } from '../cli/flags.ts';
import { PAIRS } from '../driver/workload.ts';
import { exitCodeFor } from '../report/report.ts';
import { reportFixture } from '../report/testing/result-fixture.ts';
import { loadFixture } from '../testing/load-fixture.ts';
import { idle } from './idle.ts';
import { presenceStorm } from './presence-storm.ts';

const load = loadFixture();
afterEach(() => load.close());

test('idle clients send nothing, and each lost connection is in the report', async () => {
  const result = await load.run({}, { workload: PAIRS, rate: 0 });
  expect(result.traffic).toMatchObject({ sent: 0, due: 0 });
  const flags = parseFlags(['--scenario', 'idle']);
  if (flags === 'help') throw new TypeError('no help');
  expect(flags.rate).toBe(0);
  const lost: typeof result = {
    ...result,
    incidents: [
      ['gate silent', 2],
      ['connection closed', 3],
    ],
  };
  expect(idle.sections?.(flags, [lost, lost])).toEqual({ idle: { lostConnections: 10 } });
  expect(() => parseFlags(['--scenario', 'idle', '--rate', '5'])).toThrow(FlagError);
});

test('an idle client that loses its connection makes the exit code 1', () => {
  const report = { ...reportFixture({ scenario: 'idle' }), allSent: 0, lost: 0 };
  expect(exitCodeFor({ ...report, idle: { lostConnections: 0 } })).toBe(0);
  expect(exitCodeFor({ ...report, idle: { lostConnections: 1 } })).toBe(1);
});

test('a presence storm is mostly typing and presence, and each command gets a reply', async () => {
  const flags = parseFlags(['--scenario', 'presence-storm', '--clients', '10']);
  if (flags === 'help') throw new TypeError('no help');
  const result = await load.run({}, { ...presenceStorm.plan(flags), rate: 200, warmUpSeconds: 0, seconds: 0.5 });
  expect(result.traffic).toMatchObject({ sent: 10, acked: 10, delivered: 10 });
  const { backgroundCommands } = presenceStorm.sections?.(flags, [result]) ?? {};
  expect(Object.keys(backgroundCommands ?? {}).sort()).toEqual(['SetPresence', 'Typing', 'WatchPresence']);
  for (const kind of Object.values(backgroundCommands ?? {})) expect(kind).toMatchObject({ unanswered: expect.any(Number) });
  const sent = Object.values(backgroundCommands ?? {}).reduce((sum, kind) => sum + kind.sent, 0);
  expect(sent).toBe(90);
});

test('a large room has the most members that a server allows', () => {
  expect(parseFlags(['--scenario', 'large-room'])).toMatchObject({ members: 2000, clients: 2000, rate: 5 });
  expect(parseFlags(['--scenario', 'mixed'])).toMatchObject({ members: 20 });
  expect(parseFlags(['--scenario', 'group'])).toMatchObject({ members: 500 });
});
