import { peopleStoreContract } from '../contract/people-store.ts';
import { embeddedWorld } from './testing.ts';

peopleStoreContract('The embedded store', embeddedWorld);
