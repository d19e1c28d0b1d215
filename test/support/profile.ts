import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

/** A folder for a browser's profile that outlives the browser, for the tests of a file. Comes before the stage: hooks end in the opposite order. */
export function useProfile(): string {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'fakefilter-profile-'));
  afterAll(() => rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }));
  return profile;
}
