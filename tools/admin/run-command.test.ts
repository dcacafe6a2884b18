import { expect, test } from 'vitest';
import { withoutEmptyLines } from './run-command.ts';

test.each([
  [['{"a":1}\n', '\n', '{"b":2}\n', '\n'], '{"a":1}\n{"b":2}\n'],
  [['\n\n{"a"', ':1}', '\n', '\n', '\n{"b":2}\n\n'], '{"a":1}\n{"b":2}\n'],
  [['{"a":1}\n\n\n{"b":2}\n{"c":3}'], '{"a":1}\n{"b":2}\n{"c":3}'],
])('an export is written without the empty lines that keep it alive: %j', async (pieces, expected) => {
  async function* come() {
    yield* pieces;
  }
  let text = '';
  for await (const piece of withoutEmptyLines(come())) text += piece;
  expect(text).toBe(expected);
});
