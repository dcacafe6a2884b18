import { expect, test } from 'vitest';
import { ResumeWatch } from './resume-watch.ts';

test('only who is cut off from the beginning of the storm on counts, once, from that moment', () => {
  const watch = new ResumeWatch();
  watch.lost(1, 50);
  watch.bound(1, 60);
  watch.begin(100);
  watch.bound(1, 110);
  for (const client of [2, 3, 4]) watch.lost(client, 100 + client);
  watch.bound(2, 150);
  watch.bound(3, 400);
  // Cut off again: it had been back.
  watch.lost(2, 500);
  watch.bound(2, 900);
  expect(watch.result()).toMatchObject({ cut: 3, resumed: 2, lastMs: 300, resumedMs: { samples: 2 } });
});
