import { sha256Of } from '../../files/sha256.ts';
import { readCredentials } from './credentials/reader.ts';
import type { Medium } from './medium.ts';
import type { CheckRecord } from './record.ts';

/**
 * Reads of a file what does not change its verdict: its hash and its Content Credentials. Of an address the bytes cannot be had.
 * @throws what `signal` was aborted with.
 */
export async function inspect(
  medium: Medium,
  record: CheckRecord,
  signal: AbortSignal,
): Promise<CheckRecord> {
  if (medium.kind !== 'file' || record.source.kind !== 'file') return record;
  const sha256 = (await orMissing(sha256Of(medium.file, signal), signal)) ?? null;
  const credentials = await orMissing(readCredentials(medium.file, signal), signal);
  return {
    ...record,
    source: { ...record.source, sha256 },
    ...(credentials === undefined ? {} : { credentials }),
  };
}

/** A file that changed or is gone since it was picked has no more to tell. */
async function orMissing<T>(reading: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    signal.throwIfAborted();
    console.warn('FakeFilter: a file could not be read once more:', error);
    return undefined;
  }
}
