// What a Redis looks like after its clock was set back: each moment that it holds lies further ahead, and each key lives longer.
import type { RedisClient } from '../client.ts';

/** `timed`: the sorted sets whose scores are moments. */
export async function setClockBack(client: RedisClient, ms: number, timed: RegExp): Promise<void> {
  for (const key of await client.keys('*')) {
    const left = await client.pttl(key);
    if (left > 0) await client.pexpire(key, left + ms);
    if (timed.test(key)) for (const member of await client.zrange(key, '0', '-1')) await client.zincrby(key, ms, member);
  }
}
