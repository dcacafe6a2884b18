import { expect, test } from 'vitest';
import { Timelines } from './timelines.ts';

test('the contiguous seq ends at the first gap', () => {
  const views = new Timelines(1, 100);
  views.place(0, 1, 10);
  views.place(0, 3, 11);
  expect(views.contiguousSeq(0)).toBe(1);
  expect(views.hasGap(0)).toBe(true);
  views.place(0, 2, 12);
  expect(views.contiguousSeq(0)).toBe(3);
  expect(views.hasGap(0)).toBe(false);
});

test('messages that arrived before startAfter and belong to earlier runs are excluded', () => {
  const views = new Timelines(1, 100);
  views.place(0, 5, -2);
  views.place(0, 6, 20);
  views.startAfter(0, 5);
  expect(views.contiguousSeq(0)).toBe(6);
  expect(views.place(0, 6, 20)).toBe('known');
  expect(views.place(0, 5, -2)).toBe('known');
  expect(views.place(0, 7, 21)).toBe('new');
});

test('two messages under one seq are a conflict, the same message twice is not', () => {
  const views = new Timelines(2, 100);
  expect(views.place(0, 1, 10)).toBe('new');
  expect(views.place(0, 1, 10)).toBe('known');
  expect(views.place(0, 1, 11)).toBe('conflict');
  expect(views.place(1, 1, 11)).toBe('new');
  expect(views.place(1, 1000, 12)).toBe('conflict');
});

test('the order is checked for each sender separately', () => {
  const views = new Timelines(1, 100);
  // Senders 0 and 1 by turns: 3 of sender 1 stands behind 5 of the same.
  for (const [index, message] of [0, 1, 2, 5, 4, 3].entries()) views.place(0, index + 1, message);
  const all = () => true;
  expect(views.countOutOfOrder(all, (message) => message % 2)).toBe(1);
  expect(
    views.countOutOfOrder(
      (_seat, _seq, message) => message !== 3,
      (message) => message % 2,
    ),
  ).toBe(0);
});
