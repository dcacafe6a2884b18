import { groupsStoreContract } from '../contract/groups-store.ts';
import { describeReal } from '../servers/testing.ts';
import { mysqlWorld } from './testing.ts';

describeReal('groups on MySQL', ['mysql'], () => groupsStoreContract('MySQL', mysqlWorld));
