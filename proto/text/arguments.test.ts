import { expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { parseArguments } from './arguments.ts';

const options = { config: { type: 'string' }, embedded: { type: 'boolean' } } as const;
const ID = '-e1wv7BkT2m3xQ9aZr_LZg';

test('an id that begins with "-" is a positional wherever it stands, and so is every id', () => {
  expect(parseArguments(['enable', ID], options, true)).toEqual({ values: {}, positionals: ['enable', ID] });
  expect(parseArguments(['--embedded', ID, '--config', 'f', 'x'], options, true)).toEqual({
    values: { embedded: true, config: 'f' },
    positionals: [ID, 'x'],
  });
  for (let n = 0; n < 200; n++) {
    const id = `-${newId().slice(1)}`;
    expect(parseArguments(['enable', id], options, true).positionals).toEqual(['enable', id]);
    const twoDashes = `--${newId().slice(2)}`;
    expect(parseArguments(['enable', twoDashes], options, true).positionals).toEqual(['enable', twoDashes]);
  }
});

test('a value may begin with "-", but another option is not the value of the one before it', () => {
  expect(parseArguments(['--config', '-f'], options, true).values).toEqual({ config: '-f' });
  expect(parseArguments(['--config', ID], options, true).values).toEqual({ config: ID });
  expect(parseArguments(['--config=-f', '--embedded'], options, true).values).toEqual({ config: '-f', embedded: true });
  for (const argv of [['--config'], ['--config', '--embedded'], ['--config', '--']])
    expect(() => parseArguments(argv, options, true), argv.join(' ')).toThrow(/'--config/);
});

test('everything behind "--" is a positional, and an unknown option is refused', () => {
  expect(parseArguments(['enable', '--', '-bob', '--embedded'], options, true)).toEqual({
    values: {},
    positionals: ['enable', '-bob', '--embedded'],
  });
  for (const argv of [['enable', '-bob'], ['--what'], ['--embedded=yes']])
    expect(() => parseArguments(argv, options, true)).toThrow(TypeError);
});

test('a tool without positionals refuses each one by its name, an id too', () => {
  for (const argument of ['alice', ID]) expect(() => parseArguments([argument], options)).toThrow(`'${argument}'`);
});
