import { describeReal } from '../../../infra/testing/real-servers.ts';
import { mysqlStoreFixture } from '../testing/mysql-store.ts';
import { groupsContract } from './testing/groups-contract.ts';

describeReal('groups on MySQL', ['mysql'], () => groupsContract('MySQL', mysqlStoreFixture));
