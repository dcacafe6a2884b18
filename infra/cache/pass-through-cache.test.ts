import { passThroughCache } from './pass-through-cache.ts';
import { cacheContract } from './testing/cache-contract.ts';

cacheContract('embedded', async () => ({ cache: passThroughCache(), other: passThroughCache(), release: async () => undefined }));
