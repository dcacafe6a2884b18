import { expect, test } from 'vitest';
import { FlagError, parseFlags } from '../cli/flags.ts';
import { parseBenchFlags } from './bench-flags.ts';

function mistakesOf(...argv: string[]): string {
  try {
    parseBenchFlags(argv);
    return '';
  } catch (error) {
    if (error instanceof FlagError) return error.message;
    throw error;
  }
}

test('two checkouts, rounds, settings, and the flags of the load test', () => {
  const flags = ['HEAD~1', '.', '--rounds', '7', '--set-b', 'IM_LOG_LEVEL=warn', '--rate', '100', '--self', '--kill', 'logic@1s'];
  expect(parseBenchFlags([...flags, '--target', 'stack', '--json', 'x.json'])).toEqual({
    kind: 'compare',
    sides: [
      { checkout: 'HEAD~1', settings: [] },
      { checkout: '.', settings: ['IM_LOG_LEVEL=warn'] },
    ],
    rounds: 7,
    loadArguments: ['--rate=100', '--kill=logic@1s', '--target=stack', '--self'],
    jsonFile: 'x.json',
  });
  expect(parseBenchFlags(['--set-a', 'IM_LOG_LEVEL=warn'])).toMatchObject({ rounds: 5, sides: [{ checkout: undefined }, {}] });
  expect(parseBenchFlags(['--check'])).toEqual({ kind: 'check' });
});

test('mistakes are sentences', () => {
  expect(mistakesOf()).toContain('bench needs two checkouts');
  expect(mistakesOf('HEAD')).toContain('bench compares two checkouts: A B');
  expect(mistakesOf('A', 'B', '--rounds', '0')).toContain('--rounds takes a whole number of at least 1, not 0');
  expect(mistakesOf('A', 'B', '--csv', 'x')).toContain('--csv belongs to a single load test');
  expect(mistakesOf('--set-a', 'LOG=1')).toContain('like IM_LOG_LEVEL=warn, not "LOG=1"');
  expect(mistakesOf('A', 'B', '--rate', 'fast')).toContain('--rate takes a number');
  expect(mistakesOf('A', 'B', '--rats', '1')).toContain('--rats');
  expect(mistakesOf('--check', '--rate', '1')).toContain('--check stands alone');
});

test('--set reaches only services that the load test starts, and only settings that exist', () => {
  expect(parseFlags(['--set', 'IM_LOG_LEVEL=warn', '--set', 'IM_EVENTS=off'])).toMatchObject({
    settings: { IM_LOG_LEVEL: 'warn', IM_EVENTS: 'off' },
  });
  expect(() => parseFlags(['--set', 'IM_NONE=1'])).toThrow('--set: the services have no setting IM_NONE');
  expect(() => parseFlags(['--set', 'nothing'])).toThrow('--set takes NAME=VALUE');
  expect(() => parseFlags(['--set', 'IM_EVENTS=off', '--target', '127.0.0.1:1', '--accounts', 'x'])).toThrow('--set changes');
});
