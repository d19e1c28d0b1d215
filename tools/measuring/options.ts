import os from 'node:os';
import path from 'node:path';
import type { PartChoice } from '../lib/manifest/parts.ts';
import { SQUEEZED } from '../lib/manifest/treatment.ts';
import type { Size } from '../lib/manifest/picture-size.ts';
import { wholeNumber } from '../lib/command-line/options.ts';
import { UsageError } from '../lib/command-line/usage-error.ts';

/** Readers of the options that the measuring programs share. All throw UsageError. */

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

const PARTS: Readonly<Record<string, PartChoice>> = {
  validation: 'validation',
  test: 'test',
  train: 'train',
  all: 'all',
};

/** @throws UsageError */
export function partChoice(text: string): PartChoice {
  const choice = PARTS[text];
  if (!choice) throw new UsageError(`--parts is ${Object.keys(PARTS).join(', ')}, not "${text}"`);
  return choice;
}

/** Where results are kept if nothing else is asked for. */
export function defaultCache(): string {
  return path.join(os.tmpdir(), 'fakefilter-evaluation');
}
