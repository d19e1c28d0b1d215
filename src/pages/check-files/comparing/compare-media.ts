import { sha256Of } from '../../../files/sha256.ts';
import { compare, type Reference } from '../../../verdict/comparison/compare.ts';
import type { Comparison } from '../../../verdict/comparison/types.ts';
import { checkMedium } from '../check-medium.ts';
import { NOTHING_SEEN } from '../frame-log.ts';
import { nameOf, type Medium } from '../medium.ts';
import type { Progress } from '../progress.ts';
import type { CheckRecord } from '../record.ts';
import type { FramePlan } from '../sample-times.ts';
import { comparableFaces } from './comparable-faces.ts';

/** A video that is said to be genuine. */
export interface GivenReference {
  medium: Medium;
  /** Of its check, where there was one already. */
  record: CheckRecord | null;
}

export interface ComparisonProgress {
  /** The genuine video that is checked, from 1. */
  reference: number;
  total: number;
  check: Progress | null;
}

/**
 * Checks videos that are said to be genuine as any other, and holds a checked video against the same person in them.
 * @throws FrameError if the checked video cannot be looked at once more; what `signal` was aborted with.
 */
export async function compareMedia(
  checked: { medium: Medium; record: CheckRecord },
  given: readonly GivenReference[],
  plan: FramePlan,
  signal: AbortSignal,
  tell: (progress: ComparisonProgress) => void,
): Promise<Comparison> {
  const references: Reference[] = [];
  for (const [index, { medium, record }] of given.entries()) {
    const note = (check: Progress | null): void => tell({ reference: index + 1, total: given.length, check });
    note(null);
    const faces = (await isSame(checked.medium, medium, signal))
      ? 'sameFile'
      : await facesOf(medium, record, plan, signal, note);
    references.push({ name: nameOf(medium), faces });
  }
  const { medium, record } = checked;
  const { state, frames } = record;
  const faces = state ? await comparableFaces(medium, { state, frames }, signal) : [];
  return compare(faces, references);
}

async function facesOf(
  medium: Medium,
  record: CheckRecord | null,
  plan: FramePlan,
  signal: AbortSignal,
  note: (check: Progress) => void,
): Promise<Reference['faces']> {
  if (record?.state) return comparableFaces(medium, { state: record.state, frames: record.frames }, signal);
  let { frames } = NOTHING_SEEN;
  const { state } = await checkMedium(medium, plan, signal, (progress) => {
    ({ frames } = progress.seen);
    note(progress);
  });
  signal.throwIfAborted();
  return state ? comparableFaces(medium, { state, frames: [...frames] }, signal) : 'notChecked';
}

/** Whether two media are one; files by their bytes. */
async function isSame(a: Medium, b: Medium, signal: AbortSignal): Promise<boolean> {
  if (a.kind === 'address' || b.kind === 'address')
    return a.kind === 'address' && b.kind === 'address' && a.url === b.url;
  if (a.file === b.file) return true;
  if (a.file.size !== b.file.size) return false;
  return (await sha256Of(a.file, signal)) === (await sha256Of(b.file, signal));
}
