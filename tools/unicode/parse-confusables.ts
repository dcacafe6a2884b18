// Reads ICU's file of confusable characters. Its layout: SpoofDataHeader in icu4c/source/i18n/uspoof_impl.h.

const MAGIC = 0x3845fdef;

/** Each character of the table with the text that it looks like. All numbers in the file of icu4j are big-endian. */
export function* parseConfusables(file: Buffer): Generator<[source: string, target: string]> {
  // The header that all data files of ICU begin with has its own length in front.
  const data = file.subarray(file.readUInt16BE(0));
  if (data.readUInt32BE(0) !== MAGIC || data[4] !== 2) throw new Error('this is no file of confusables in format 2');
  const [keysAt = 0, count = 0, valuesAt = 0, , stringsAt = 0] = [12, 16, 20, 24, 28].map((at) => data.readUInt32BE(at));
  const textAt = (unit: number, length: number) =>
    String.fromCharCode(...Array.from({ length }, (_, i) => data.readUInt16BE(stringsAt + 2 * (unit + i))));
  for (let i = 0; i < count; i++) {
    const key = data.readUInt32BE(keysAt + 4 * i);
    const value = data.readUInt16BE(valuesAt + 2 * i);
    const length = (key >>> 24) + 1;
    // A text of one unit stands in the table itself.
    yield [String.fromCodePoint(key & 0xffffff), length === 1 ? String.fromCharCode(value) : textAt(value, length)];
  }
}
