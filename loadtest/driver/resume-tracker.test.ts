import { expect, test } from 'vitest';
import { ResumeTracker } from './resume-tracker.ts';

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
  expect(tracker.result()).toMatchObject({ cut: 3, resumed: 2, lastMs: 300, resumedMs: { samples: 2 } });
});
