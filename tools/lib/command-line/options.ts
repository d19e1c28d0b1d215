import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage-error.ts';

/** Reading the command line, the same for all programs of this folder. All throw UsageError. */

/** Node's `parseArgs`; what it objects to becomes a UsageError. */
export function readOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** A whole number from 1 on. */
export function wholeNumber(option: string, text: string, most = Number.MAX_SAFE_INTEGER, least = 1): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isInteger(number) || number < least || number > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new UsageError(`${option} needs a whole number ${range}, not "${text}"`);
  }
  return number;
}
