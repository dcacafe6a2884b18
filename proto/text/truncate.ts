/** The first characters of a text: at most `max` Unicode code points, so that no emoji is cut in two. */
export function truncate(text: string, max: number): string {
  // A code point is at most two units long: a text of `max` units needs no count.
  if (text.length <= max) return text;
  let end = 0;
  for (let count = 0; count < max && end < text.length; count++) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, end);
}
