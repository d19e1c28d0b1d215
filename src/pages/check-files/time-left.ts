import { locale, text } from '../../words/text.ts';

/** Below this nothing can be said of the rest: the detector starts, the first frames come from the disk. */
const LEAST_SHARE = 0.04;
const LEAST_MS = 2500;

/**
 * How long a work still takes if it goes on as so far, in ms; null while too little is done to say.
 * @param share of it that is done, 0…1.
 */
export function timeLeft(elapsedMs: number, share: number): number | null {
  if (share < LEAST_SHARE || elapsedMs < LEAST_MS || share > 1) return null;
  return (elapsedMs / share) * (1 - share);
}

/** "about 40 s left", in steps that do not jump about. */
export function timeLeftWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 5) return text('check_fewSeconds');
  if (seconds < 55) return about(Math.ceil(seconds / 5) * 5, 'second');
  if (seconds < 55 * 60) return about(Math.ceil(seconds / 60), 'minute');
  return about(seconds / 3600, 'hour');
}

function about(value: number, unit: 'second' | 'minute' | 'hour'): string {
  const format = new Intl.NumberFormat(locale(), { style: 'unit', unit, maximumFractionDigits: 1 });
  return text('check_timeLeft', { time: format.format(value) });
}
