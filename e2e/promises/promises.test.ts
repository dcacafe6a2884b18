// What is promised to users, promise by promise, through the whole: in one process, and over two gates and two logics on real parts.

import { describeOnEverySystem } from '../testing/test-system.ts';
import { mirrorPromises } from './client-state.ts';
import { eventPromises } from './domain-events.ts';
import { realPromises } from './failover.ts';
import { friendPromises } from './friends.ts';
import { groupPromises } from './groups.ts';
import { historyPromises } from './history.ts';
import { gapPromises } from './lost-pushes.ts';
import { messagePromises } from './messages.ts';
import { peoplePromises } from './people.ts';
import { presencePromises } from './presence.ts';
import { realPresencePromises } from './presence-distributed.ts';
import { profilePromises } from './profiles.ts';
import { limitPromises } from './rate-limits.ts';
import { receiptPromises } from './receipts.ts';
import { RETENTION_DAYS, retentionPromises } from './retention.ts';
import { syncPromises } from './sync.ts';

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
