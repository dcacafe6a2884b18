import { expect, onTestFinished, test, vi } from 'vitest';
import type { ApiRequest } from './backends.ts';
import { parseCommand } from './commands.ts';
import { runCommand, withoutEmptyLines } from './run-command.ts';
import { ADMIN_TEXTS } from './texts.ts';

test('"all" is all letters up to the newest one that was listed, and nothing where none was', async () => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  onTestFinished(() => written.mockRestore());
  const asked: ApiRequest[] = [];
  let letters = [{ number: 41 }, { number: 17 }];
  const api = {
    ask: async (request: ApiRequest) => {
      asked.push(request);
      return request.method === 'GET' ? { letters, more: 0 } : { done: [17, 41], failed: [], left: [], stoppedBy: '' };
    },
    readLines: () => expect.fail('no lines are wanted'),
  };
  const command = parseCommand(['dead-letters', 'drop', 'all'], { service: 'logic', yes: true });
  const output = { json: false, texts: ADMIN_TEXTS.en };
  expect(await runCommand(api, command, output)).toBe(0);
  expect(asked).toMatchObject([
    { method: 'GET', path: '/api/dead-letters' },
    { path: '/api/dead-letters/drop-all', body: { service: 'logic', upTo: 41 } },
  ]);
  letters = [];
  expect(await runCommand(api, command, output)).toBe(0);
  expect(asked).toHaveLength(3);
  expect(written.mock.calls.map(([text]) => text)).toEqual(['2 done\n', '0 done\n']);
});

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
