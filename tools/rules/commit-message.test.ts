import { expect, test } from 'vitest';
import { findMessageProblems } from './commit-message.ts';

test.each([
  ['no area', 'Add a rate limit', [], 'area: imperative'],
  ['a statement', 'gate: the reader is paused when the queue is full', [], 'imperative'],
  ['a past tense', 'gate: paused the reader', [], 'imperative'],
  ['a participle', 'gate: pausing the reader', [], 'imperative'],
  ['73 characters', `gate: add ${'x'.repeat(63)}`, [], '73 characters'],
  ['two changes', 'gate: pause the reader; add a limit', [], 'several'],
  ['no empty line', 'gate: pause the reader\nbecause it is full', [], 'empty line'],
  ['infra without a body', 'infra: move the runtime', ['infra/service/runtime.ts'], 'body'],
  ['proto without a body', 'proto: add a field', ['proto/logic.proto'], 'body'],
])('a message with %s is refused', (_, message, changed, problem) => {
  expect(findMessageProblems(message, changed)).toEqual([expect.stringContaining(problem)]);
});

test.each([
  ['gate: pause the reader when the queue is full', ['gate/connection.ts']],
  ['loadtest: seed the generator', []],
  ['infra: move the runtime into a folder\n\nEvery service uses it.', ['infra/service/runtime.ts']],
  ["Merge branch 'feature'", ['infra/service/runtime.ts']],
])('a message of the right form is accepted: %s', (message, changed) => {
  expect(findMessageProblems(message, changed)).toEqual([]);
});
