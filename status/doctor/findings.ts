// What the checks of the doctor return.

/** One thing that is right or wrong. */
export interface Finding {
  readonly check: string;
  readonly isGood: boolean;
  /** An instance, a topic, a server; '' for all. */
  readonly subject: string;
  readonly text: string;
  /** What to do; '' where nothing is wrong. */
  readonly remedy: string;
}

/** The sentences of a bad finding. */
export interface Mistake {
  readonly text: string;
  readonly remedy: string;
}

const MAX_SUBJECTS = 3;

export function good(check: string, subject: string, text: string): Finding {
  return { check, isGood: true, subject, text, remedy: '' };
}

export function bad(check: string, subject: string, text: string, remedy: string): Finding {
  return { check, isGood: false, subject, text, remedy };
}

/** What is wrong, or one line that nothing is. */
export function group(check: string, findings: readonly (Finding | undefined)[], otherwise: string): Finding[] {
  const found = findings.filter((finding) => finding !== undefined);
  return found.length > 0 ? found : [good(check, '', otherwise)];
}

/** Each mistake once, with all that it was found at: one wrong default of a server is one line. */
export function mergeMistakes(
  check: string,
  found: readonly { readonly subject: string; readonly mistakes: readonly Mistake[] }[],
): Finding[] {
  const merged = new Map<string, Mistake & { readonly subjects: string[] }>();
  for (const { subject, mistakes } of found) {
    for (const { text, remedy } of mistakes) {
      const same = merged.get(text) ?? { text, remedy, subjects: [] };
      same.subjects.push(subject);
      merged.set(text, same);
    }
  }
  return [...merged.values()].map(({ text, remedy, subjects }) => bad(check, listSubjects(subjects), text, remedy));
}

function listSubjects(subjects: readonly string[]): string {
  const others = subjects.length - MAX_SUBJECTS;
  if (others <= 0) return subjects.join(', ');
  return `${subjects.slice(0, MAX_SUBJECTS).join(', ')} and ${others} more`;
}
