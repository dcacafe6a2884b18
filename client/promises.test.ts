// What is promised to users, promise by promise, through the whole: in one process, and over two gates and two logics on real parts.
import { limitPromises } from './test-promises-limits.ts';
import { messagePromises } from './test-promises-messages.ts';
import { peoplePromises } from './test-promises-people.ts';
import { realPromises } from './test-promises-real.ts';
import { receiptPromises } from './test-promises-receipts.ts';
import { onEveryServer } from './test-servers.ts';

onEveryServer(
  'promises',
  (server, isReal) => {
    peoplePromises(server);
    messagePromises(server);
    receiptPromises(server);
    limitPromises(server);
    // What needs Kafka, or more processes than one.
    if (isReal) realPromises(server);
  },
  { RATE_LIMITS: 'on' },
);
