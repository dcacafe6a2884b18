import { sqliteStoreFixture } from '../testing/sqlite-store.ts';
import { peopleContract } from './testing/people-contract.ts';

peopleContract('The embedded store', sqliteStoreFixture);
