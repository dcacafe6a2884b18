import { groupsContract } from '../contract/groups-store.ts';
import { describeReal } from '../servers/testing.ts';
import { mysqlStoreFixture } from './testing.ts';

describeReal('groups on MySQL', ['mysql'], () => groupsContract('MySQL', mysqlStoreFixture));
