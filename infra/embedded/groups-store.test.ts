import { groupsStoreContract } from '../contract/groups-store.ts';
import { embeddedWorld } from './testing.ts';

groupsStoreContract('The embedded store', embeddedWorld);
