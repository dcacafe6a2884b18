// Decides which names look alike, by Unicode's table of confusable characters (UTS 39). See docs/adr/0017.
import confusables from './confusables.json' with { type: 'json' };

const LOOKS_LIKE: ReadonlyMap<string, string> = new Map(
  Object.entries(confusables.looksLike)
    .flatMap(([target, sources]) => [...sources].map((source) => [source, target] as const))
    // Of the keys of a plain keyboard only single ones look alike (0 and O; 1, l and I). Tom and Torn are two honest names.
    .filter(([source, target]) => !isPlain(source) || target.length === 1),
);
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

function isPlain(character: string): boolean {
  return /^[ -~]$/.test(character);
}

/**
 * The key that all names have in common that look alike, whatever their script and case. Takes the result of `parseName`. It is
 * for comparison only, not for display.
 */
export function nameSkeleton(name: string): string {
  const skeleton = [...name.normalize('NFD').replace(INVISIBLE, '')].map((character) => LOOKS_LIKE.get(character) ?? character);
  // Case counts while characters are compared, because I looks like l and i does not. Names are unique without case, and an i
  // may be displayed as I: it counts as l as well.
  return skeleton.join('').normalize('NFD').toLowerCase().replaceAll('i', 'l').normalize('NFC');
}
