// Formats times and waiting times.
import type { ChatTexts } from '../texts/chat-texts.ts';

// "90 s" is quicker to read than "2 min"; larger numbers are not.
const MAX_OF_A_UNIT = 90;

/** The time of day, with the date for another day than today. */
export function formatTime(time: number, locale: string): string {
  const then = new Date(time);
  const today = then.toDateString() === new Date().toDateString();
  return then.toLocaleString(locale, { ...(today ? {} : { dateStyle: 'short' }), timeStyle: 'short' });
}

/** A waiting time, rounded up: up to 90 s in seconds, up to 90 min in minutes, then in hours. */
export function formatWait(ms: number, { units }: ChatTexts): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= MAX_OF_A_UNIT) return `${seconds} ${units.seconds}`;
  const minutes = Math.ceil(seconds / 60);
  return minutes <= MAX_OF_A_UNIT ? `${minutes} ${units.minutes}` : `${Math.ceil(minutes / 60)} ${units.hours}`;
}
