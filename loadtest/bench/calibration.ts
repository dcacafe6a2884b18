// A fixed piece of work: how much processor time this machine needs for it at this moment. The cost of a message is compared
// between machines, and between a busy and an idle hour of one, as a multiple of it.
import { createHmac } from 'node:crypto';
import { im } from '../../proto/rpc.ts';
import { median } from './comparison.ts';

/** One slice takes some milliseconds: long beside the clock of the processor time, short beside a garbage collection. */
const UNITS_PER_SLICE = 100;
/** Before that the loop is not compiled. */
const WARM_UP_SLICES = 60;
const KEY = Buffer.alloc(32, 7);

/** What services do with messages: encode, sign, decode, and look up. */
function runUnit(unit: number): number {
  const seen = new Map<string, number>();
  let bytes = 0;
  for (let i = 0; i < 4; i++) {
    const payload = im.SendMessageRequest.encode({
      clientMessageId: KEY.subarray(0, 16),
      toUserId: 'AAAAAAAAAAAAAAAAAAAAAA',
      text: `${unit} ${i} ${'x'.repeat(100)}`,
    }).finish();
    const frame = im.Frame.encode({ kind: im.Frame.Kind.COMMAND, rpc: 7, requestId: i, payload }).finish();
    const signature = createHmac('sha256', KEY).update(frame).digest('base64url');
    const { text } = im.SendMessageRequest.decode(im.Frame.decode(frame).payload);
    seen.set(signature, text.length);
    bytes += frame.length;
  }
  for (const [signature, length] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) bytes += signature.length + length;
  return bytes;
}

/** Returns a function that measures the processor time of a unit in microseconds: the median of `slices`. */
export function calibration(): (slices: number) => number {
  let units = 0;
  const runSlice = (): number => {
    const before = process.threadCpuUsage();
    let bytes = 0;
    for (let i = 0; i < UNITS_PER_SLICE; i++) bytes += runUnit(units++);
    if (bytes === 0) throw new Error('the calibration did no work');
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / UNITS_PER_SLICE;
  };
  for (let slice = 0; slice < WARM_UP_SLICES; slice++) runSlice();
  return (slices) => median(Array.from({ length: slices }, runSlice));
}
