import { expect, test } from 'vitest';
import { Timelines } from './timelines.ts';

test('the contiguous seq ends at the first gap', () => {
  const timelines = new Timelines(1, 100);
  timelines.place(0, 1, 10);
  timelines.place(0, 3, 11);
  expect(timelines.contiguousSeq(0)).toBe(1);
  expect(timelines.hasGap(0)).toBe(true);
  timelines.place(0, 2, 12);
  expect(timelines.contiguousSeq(0)).toBe(3);
  expect(timelines.hasGap(0)).toBe(false);
});

test('messages that arrived before startAfter and belong to earlier runs are excluded', () => {
  const timelines = new Timelines(1, 100);
  timelines.place(0, 5, -2);
  timelines.place(0, 6, 20);
  timelines.startAfter(0, 5);
  expect(timelines.contiguousSeq(0)).toBe(6);
  expect(timelines.place(0, 6, 20)).toBe('known');
  expect(timelines.place(0, 5, -2)).toBe('known');
  expect(timelines.place(0, 7, 21)).toBe('new');
});

test('two messages under one seq are a conflict, and the same message twice is not a conflict', () => {
  const timelines = new Timelines(2, 100);
  expect(timelines.place(0, 1, 10)).toBe('new');
  expect(timelines.place(0, 1, 10)).toBe('known');
  expect(timelines.place(0, 1, 11)).toBe('conflict');
  expect(timelines.place(1, 1, 11)).toBe('new');
  expect(timelines.place(1, 1000, 12)).toBe('conflict');
});

test('the order is checked for each sender separately', () => {
  const timelines = new Timelines(1, 100);
  // Senders 0 and 1 take turns. Message 3 of sender 1 comes after message 5 of the same sender.
  for (const [index, message] of [0, 1, 2, 5, 4, 3].entries()) timelines.place(0, index + 1, message);
  const all = () => true;
  expect(timelines.listOutOfOrder(all, (message) => message % 2)).toHaveLength(1);
  expect(
    timelines.listOutOfOrder(
      (_seat, _seq, message) => message !== 3,
      (message) => message % 2,
    ),
  ).toEqual([]);
});
