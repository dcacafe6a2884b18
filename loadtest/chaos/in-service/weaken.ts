// Loaded by --import into each service of a run `--without` something, which stands behind the question mark of its URL.
import { registerHooks } from 'node:module';
import { CHANGES, PROTECTIONS, weaken } from './weakening.ts';

const named = new URL(import.meta.url).searchParams.get('without');
const changes = PROTECTIONS.filter((protection) => protection === named).flatMap((protection) => CHANGES[protection]);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const own = changes.filter(({ file }) => url.endsWith(file));
    if (own.length === 0) return loaded;
    const { source } = loaded;
    const text = typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array);
    return { ...loaded, source: own.reduce(weaken, text) };
  },
});
