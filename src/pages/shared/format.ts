import { dateLocale, locale } from '../../words/text.ts';

export { dateTime } from '../../words/text.ts';

/** Numbers as people read them, as the language of the texts writes them. */

function withUnit(value: number, unit: string, digits = 0): string {
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A duration in ms with sensible precision: `8.4 ms`, `120 ms`, `1.8 sec`. */
export function duration(ms: number): string {
  if (ms >= 1000) return withUnit(ms / 1000, 'second', 1);
  return withUnit(ms, 'millisecond', ms < 10 ? 1 : 0);
}

/** A moment in ms since 1970 that reads the same wherever the reader is: `3 May 2025 at 12:02:05 UTC`. */
export function utcMoment(at: number): string {
  return new Intl.DateTimeFormat(dateLocale(), {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone: 'UTC',
  }).format(at);
}

/** Bytes in decimal units: `820 byte`, `12 kB`, `3.4 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return withUnit(bytes, 'byte');
  return bytes < 1e6 ? withUnit(bytes / 1000, 'kilobyte') : withUnit(bytes / 1e6, 'megabyte', 1);
}
