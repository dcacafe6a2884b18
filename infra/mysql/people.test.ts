import { peopleStoreContract } from '../contract/people-store.ts';
import { describeReal } from '../servers/testing.ts';
import { mysqlWorld } from './testing.ts';

describeReal('people on MySQL', ['mysql'], () => {
  peopleStoreContract('MySQL', mysqlWorld);
});
