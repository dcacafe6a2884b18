// Times, as they are told to a person.
import type { ChatTexts } from '../texts/chat-texts.ts';

// "90 s" is quicker to grasp than "2 min", and nobody counts more.
const MOST_OF_A_UNIT = 90;

/** The time of day, with the date where that is not today. */
export function formatTime(time: number, locale: string): string {
  const then = new Date(time);
  const today = then.toDateString() === new Date().toDateString();
  return then.toLocaleString(locale, { ...(today ? {} : { dateStyle: 'short' }), timeStyle: 'short' });
}

/** How long to wait, rounded up: in seconds up to 90 of them, then in minutes, then in hours. */
export function formatWait(ms: number, { units }: ChatTexts): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= MOST_OF_A_UNIT) return `${seconds} ${units.seconds}`;
  const minutes = Math.ceil(seconds / 60);
  return minutes <= MOST_OF_A_UNIT ? `${minutes} ${units.minutes}` : `${Math.ceil(minutes / 60)} ${units.hours}`;
}
