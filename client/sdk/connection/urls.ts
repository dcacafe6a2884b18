// Parses URLs on every platform: `URL.parse` is younger than the oldest of them.

/** Undefined for a text that is not an absolute URL. */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
