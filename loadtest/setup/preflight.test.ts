import { expect, test } from 'vitest';
import { checkMachine, checkOutputs, readMachineLimits } from './preflight.ts';

const LIMITS = { openFiles: 20_000, ports: 28_232, cores: 2 };

test('clients that this machine cannot hold are refused, with the remedy', () => {
  expect(checkMachine({ sockets: 5000, gates: 1, workers: 2 }, LIMITS)).toEqual([]);
  expect(() => checkMachine({ sockets: 20_000, gates: 1, workers: 1 }, LIMITS)).toThrow(/need 20200 open files.*ulimit -n/);
  const many = { ...LIMITS, openFiles: 1e6 };
  expect(() => checkMachine({ sockets: 30_000, gates: 1, workers: 1 }, many)).toThrow(
    /need 30000 local ports.*ip_local_port_range/,
  );
  expect(checkMachine({ sockets: 30_000, gates: 2, workers: 1 }, many)).toEqual([]);
  expect(checkMachine({ sockets: 10, gates: 1, workers: 3 }, LIMITS)).toEqual([expect.stringContaining('--workers 2')]);
});

test('this machine has limits', () => {
  const { openFiles, ports, cores } = readMachineLimits();
  for (const limit of [openFiles, ports, cores]) expect(limit).toBeGreaterThan(0);
});

test('a file that cannot be written is refused before the run', () => {
  const none = { htmlFile: undefined, jsonFile: undefined, csvFile: undefined, fatesFile: undefined };
  expect(() => checkOutputs({ ...none, htmlFile: '/no/such/folder/a.html' })).toThrow(/^--html .* cannot be written: ENOENT/);
  expect(() => checkOutputs({ ...none, csvFile: import.meta.dirname })).toThrow(/it is a folder/);
  expect(() => checkOutputs(none)).not.toThrow();
});
