// Formats a mail for a console.
/** Returns a block of lines. Replaces control characters with spaces: a terminal would execute them. */
export function formatMailForConsole({ to, subject, text }: { to: string; subject: string; text: string }): string {
  const lines = text.trimEnd().split(/\r?\n/).map(printable);
  const indented = lines.map((line) => (line.trim() === '' ? '' : `    ${line}`));
  return `\n  Mail to ${printable(to)}: ${printable(subject)}\n\n${indented.join('\n')}\n\n`;
}

function printable(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, ' ');
}
