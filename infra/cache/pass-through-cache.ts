// The port Cache without a cache, for the embedded process: its store is in the same process, so a cached value would save
// nothing.
import type { Cache } from '../ports/index.ts';
import { batchLoader } from './batch-loader.ts';

const MAX_IDS = 500;

export function passThroughCache(): Cache {
  return {
    reader: (_kind, load) => batchLoader(load, MAX_IDS),
    invalidate: async () => () => undefined,
  };
}
