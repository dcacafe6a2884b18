import { expect, test } from 'vitest';
import { runThenClose } from './run-then-close.ts';

const NOTHING = async (): Promise<void> => undefined;
const fail = (why: string) => async (): Promise<never> => {
  throw new Error(why);
};

test('everything is closed in order when the act and a closer fail, and the first error is told', async () => {
  const closed: string[] = [];
  const close = (name: string) => async () => void closed.push(name);
  await expect(runThenClose(fail('act'), [close('chaos'), fail('stack'), close('network')])).rejects.toThrow('act');
  expect(closed).toEqual(['chaos', 'network']);
  await expect(runThenClose(NOTHING, [fail('stack'), fail('network'), close('last')])).rejects.toThrow('stack');
  expect(closed.at(-1)).toBe('last');
  expect(await runThenClose(async () => 7, [close('a')])).toBe(7);
});
