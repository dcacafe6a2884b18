import { cacheContract } from '../contract/cache.ts';
import { embeddedCache } from './cache.ts';

cacheContract('embedded', async () => ({ cache: embeddedCache(), other: embeddedCache(), release: async () => undefined }));
