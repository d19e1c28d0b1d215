import { SQUEEZED } from './treatment.ts';
import type { Size } from './picture-size.ts';
import { wholeNumber } from '../options.ts';
import { UsageError } from '../usage-error.ts';

/** Readers of the options that `npm run evaluate` and `npm run crops` share. All throw UsageError. */

/** `a,b` → a and b; empty for nothing. */
export function nameList(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const MAX_SQUEEZE = 4096;

/** `set=299x299` or `set=none`, each changing what is done to that set by itself. */
export function squeezes(given: readonly string[]): Record<string, Size> {
  const result: Record<string, Size> = { ...SQUEEZED };
  for (const text of given) {
    const [, dataset = '', size = '', width = '', height = ''] = /^(.+)=((\d+)x(\d+)|none)$/.exec(text) ?? [];
    if (dataset === '') {
      throw new UsageError(
        `--squeeze needs a data set and a size, as in "df-timit-lq=299x299", not "${text}"`,
      );
    }
    if (size === 'none') {
      Reflect.deleteProperty(result, dataset);
      continue;
    }
    result[dataset] = {
      width: wholeNumber('--squeeze', width, MAX_SQUEEZE),
      height: wholeNumber('--squeeze', height, MAX_SQUEEZE),
    };
  }
  return result;
}
