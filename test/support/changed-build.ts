import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { distOf } from '../../tools/lib/build.ts';

/** A copy of the extension for a test that changes its files; the caller removes it. */
export async function changedBuild(
  change: (dist: string) => Promise<void>,
): Promise<{ dist: string; remove: () => Promise<void> }> {
  const dist = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-changed-'));
  await cp(distOf('e2e'), dist, { recursive: true });
  await change(dist);
  return { dist, remove: () => rm(dist, { recursive: true, force: true }) };
}
