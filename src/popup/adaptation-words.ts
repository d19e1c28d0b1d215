import type { LedgerEntry, TabReport } from '../messages/schemas.ts';
import { count } from '../verdict/numbers.ts';

/** What the switch "Learn from this site" means, or why it cannot be turned. */
export function learnHint({ private: isPrivate }: Pick<TabReport, 'private'>): string {
  if (isPrivate) return 'This is a private window: no video in it is ever learned from.';
  return 'Numbers made from the faces in its videos are kept on this computer, encrypted and without pictures, and never leave it. An experiment: measured, it helps a little on videos like those the network was trained on; on others, which most are, nothing is learned.';
}

/** What to say after the switch was turned. */
export function turnedWords(host: string, wanted: boolean, adapt: boolean): string {
  if (adapt) return `FakeFilter learns from the videos on ${host} from now on.`;
  if (wanted) return `Videos on ${host} are not checked, so nothing can be learned from them.`;
  return `FakeFilter gathers nothing more on ${host}. What was learned is kept until you forget it.`;
}

/** Whether calling a video trusted could mean anything: it was looked at to the end, and a face was seen. */
export function mayTrust({ phase, state }: Pick<LedgerEntry, 'phase' | 'state'>): boolean {
  return phase === 'done' && state !== null && state.faces.length > 0;
}

/**
 * What came of calling a video trusted, or no longer so.
 * @param faces of the video that count as genuine now.
 */
export function trustWords(trusted: boolean, faces: number): string {
  if (!trusted) {
    return faces === 0
      ? 'No face of this video counts as genuine any more.'
      : `${faces === 1 ? '1 face counts' : `${count(faces, 'face')} count`} as genuine now.`;
  }
  if (faces === 0) return 'Noted. None of its faces was gathered to learn from, so nothing changes.';
  return `${faces === 1 ? '1 face of this video counts' : `${count(faces, 'face')} of this video count`} as genuine now when a refined network is tested.`;
}
