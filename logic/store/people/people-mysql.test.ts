import { describeReal } from '../../../infra/testing/real-servers.ts';
import { mysqlStoreFixture } from '../testing/mysql-store.ts';
import { peopleContract } from './testing/people-contract.ts';

describeReal('people on MySQL', ['mysql'], () => {
  peopleContract('MySQL', mysqlStoreFixture);
});
