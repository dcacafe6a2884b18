// When something was, as it is told to a person.

/** The time of day, with the date where that is not today. */
export function timeOf(time: number, locale: string): string {
  const then = new Date(time);
  const today = then.toDateString() === new Date().toDateString();
  return then.toLocaleString(locale, { ...(today ? {} : { dateStyle: 'short' }), timeStyle: 'short' });
}
