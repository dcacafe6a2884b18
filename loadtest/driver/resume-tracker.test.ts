import { expect, test } from 'vitest';
import { ResumeTracker } from './resume-tracker.ts';

test('only who is cut off from the beginning of the storm on counts, once, from that moment', () => {
  const watch = new ResumeTracker();
  watch.recordLost(1, 50);
  watch.recordBound(1, 60);
  watch.start(100);
  watch.recordBound(1, 110);
  for (const client of [2, 3, 4]) watch.recordLost(client, 100 + client);
  watch.recordBound(2, 150);
  watch.recordBound(3, 400);
  // Cut off again: it had been back.
  watch.recordLost(2, 500);
  watch.recordBound(2, 900);
  expect(watch.result()).toMatchObject({ cut: 3, resumed: 2, lastMs: 300, resumedMs: { samples: 2 } });
});
