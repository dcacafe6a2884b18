// What people type where several accounts may stand.

/** Names with commas between them, also with those of Chinese keyboards. */
export function splitNames(names: string): string[] {
  return [...new Set(names.split(/[,，、;；\n]/).map((name) => name.trim()))].filter((name) => name !== '');
}
