import { expect, test } from 'vitest';
import { ResumeTracker } from './resume-tracker.ts';

/** A client that loses its connection two seconds later. */
function recordLater(tracker: ResumeTracker): void {
  tracker.recordLost(5, 2200);
  tracker.recordBound(5, 2400);
}

test('each connection that is lost after the start of the storm counts once, with the time since its loss', () => {
  const tracker = new ResumeTracker();
  tracker.recordLost(1, 50);
  tracker.recordBound(1, 60);
  tracker.start(100);
  tracker.recordBound(1, 110);
  for (const client of [2, 3, 4]) tracker.recordLost(client, 100 + client);
  tracker.recordBound(2, 150);
  tracker.recordBound(3, 400);
  // A second loss does not count, because the client had resumed before.
  tracker.recordLost(2, 500);
  tracker.recordBound(2, 900);
  recordLater(tracker);
  expect(tracker.result()).toMatchObject({ cut: 4, resumed: 3, lastMs: 2300, resumedMs: { samples: 3 } });
  expect(tracker.result().awayMs.maxMs).toBe(297);
  // Second by second.
  expect(tracker.result().curve).toEqual([2, 0, 1]);
});
