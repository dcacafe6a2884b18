import { batchesContract } from '../contract/batches.ts';
import { logicStoreContract } from '../contract/logic-store.ts';
import { embeddedWorld } from './testing.ts';

batchesContract('The embedded store', embeddedWorld);
logicStoreContract('The embedded store', embeddedWorld);
