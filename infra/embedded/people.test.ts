import { peopleContract } from '../contract/people-store.ts';
import { sqliteStoreFixture } from './testing.ts';

peopleContract('The embedded store', sqliteStoreFixture);
