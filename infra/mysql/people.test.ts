import { peopleContract } from '../contract/people-store.ts';
import { describeReal } from '../servers/testing.ts';
import { mysqlStoreFixture } from './testing.ts';

describeReal('people on MySQL', ['mysql'], () => {
  peopleContract('MySQL', mysqlStoreFixture);
});
