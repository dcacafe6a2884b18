// Numbers, times and sizes as a person reads them.
import type { Language } from './preferences.ts';

/** What stands where nothing is known. */
export const NOTHING = '–';

export interface Formats {
  /** "1,234" */
  count(value: number): string;
  /** "12.3", "1,234": fewer digits the larger it is. */
  rate(value: number | undefined): string;
  /** "3.5 ms", "1.2 s" */
  duration(ms: number | undefined): string;
  /** "12 %" */
  percent(value: number): string;
  mebibytes(value: number): string;
  bytesPerSecond(value: number): string;
  /** With date and seconds; NOTHING for 0, which means never. */
  moment(at: number): string;
  /** "14:03" */
  clock(at: number): string;
  /** "14:03:25" */
  clockWithSeconds(at: number): string;
  /** How long ago, in the largest unit that fits: "3 hours ago". */
  ago(at: number, now: number): string;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

export function formatsOf(language: Language, timeZone?: string): Formats {
  const zone = timeZone === undefined ? {} : { timeZone };
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const digits = [0, 1, 2].map((maximumFractionDigits) => new Intl.NumberFormat(locale, { maximumFractionDigits }));
  const number = (value: number, fraction: number): string => digits[fraction]?.format(value) ?? String(value);
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', ...zone });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone });
  const seconds = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hourCycle: 'h23', ...zone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    count: (value) => number(value, 0),
    rate: (value) => (value === undefined ? NOTHING : number(value, value < 10 ? 2 : value < 100 ? 1 : 0)),
    duration(ms) {
      if (ms === undefined) return NOTHING;
      return ms < 1000 ? `${number(ms, ms < 100 ? 1 : 0)} ms` : `${number(ms / 1000, 1)} s`;
    },
    percent: (value) => `${number(value, value < 10 ? 1 : 0)} %`,
    mebibytes: (value) => (value < 1024 ? `${number(value, 0)} MiB` : `${number(value / 1024, 1)} GiB`),
    bytesPerSecond: (value) =>
      value < 1024 * 1024 ? `${number(value / 1024, 1)} KiB/s` : `${number(value / 1024 ** 2, 1)} MiB/s`,
    moment: (at) => (at > 0 && Number.isFinite(at) ? moment.format(at) : NOTHING),
    clock: (at) => clock.format(at),
    clockWithSeconds: (at) => seconds.format(at),
    ago(at, now) {
      const passed = Math.max(0, now - at);
      const [unit, size] = UNITS.find(([, ms]) => passed >= ms) ?? (['second', 1000] as const);
      return relative.format(-Math.floor(passed / size), unit);
    },
  };
}
