// What is promised to users, promise by promise, through the whole: in one process, and over two gates and two logics on real parts.
import { eventPromises } from './test-promises-events.ts';
import { friendPromises } from './test-promises-friends.ts';
import { gapPromises } from './test-promises-gaps.ts';
import { groupPromises } from './test-promises-groups.ts';
import { historyPromises } from './test-promises-history.ts';
import { limitPromises } from './test-promises-limits.ts';
import { messagePromises } from './test-promises-messages.ts';
import { mirrorPromises } from './test-promises-mirror.ts';
import { peoplePromises } from './test-promises-people.ts';
import { presencePromises } from './test-promises-presence.ts';
import { realPresencePromises } from './test-promises-presence-real.ts';
import { profilePromises } from './test-promises-profiles.ts';
import { realPromises } from './test-promises-real.ts';
import { receiptPromises } from './test-promises-receipts.ts';
import { RETENTION_DAYS, retentionPromises } from './test-promises-retention.ts';
import { syncPromises } from './test-promises-sync.ts';
import { describeOnEverySystem } from './test-servers.ts';

describeOnEverySystem(
  'promises',
  (server, isReal) => {
    peoplePromises(server);
    profilePromises(server);
    friendPromises(server);
    groupPromises(server);
    messagePromises(server);
    historyPromises(server);
    gapPromises(server);
    retentionPromises(server, isReal);
    receiptPromises(server);
    syncPromises(server);
    mirrorPromises(server);
    presencePromises(server);
    eventPromises(server);
    limitPromises(server);
    // What needs Kafka, or more processes than one.
    if (isReal) realPromises(server);
    if (isReal) realPresencePromises(server);
  },
  { RATE_LIMITS: 'on', KEEP_MESSAGES_DAYS: RETENTION_DAYS },
);
