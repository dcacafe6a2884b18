import { cacheContract } from '../contract/cache.ts';
import { passThroughCache } from './cache.ts';

cacheContract('embedded', async () => ({ cache: passThroughCache(), other: passThroughCache(), release: async () => undefined }));
