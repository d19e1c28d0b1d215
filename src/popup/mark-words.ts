import type { Mark } from '../contracts/mark.ts';
import type { AdaptationState } from '../messages/adaptation.ts';
import type { LedgerEntry } from '../messages/schemas.ts';
import { text } from '../words/text.ts';

/** Whether marking a video could mean anything: it was looked at to the end, and a face was seen. */
export function mayMark({ phase, state }: Pick<LedgerEntry, 'phase' | 'state'>): boolean {
  return phase === 'done' && state !== null && state.faces.length > 0;
}

/** What was said of a video, as its site's state tells. */
export function markOf(
  marks: AdaptationState['marks'],
  { tabId, frameId, key }: Pick<LedgerEntry, 'tabId' | 'frameId' | 'key'>,
): Mark | null {
  const found = marks.find(
    ({ place }) =>
      place?.tabId === tabId &&
      place.frameId === frameId &&
      place.key.video === key.video &&
      place.key.epoch === key.epoch,
  );
  return found?.mark ?? null;
}

/**
 * What came of marking a video, or of taking that back.
 * @param faces of the video that are kept, or wait to be.
 */
export function markedWords(mark: Mark | null, faces: number): string {
  if (mark === null) return text('mark_takenBack');
  return text(faces === 0 ? 'mark_noted' : `mark_${mark}`);
}
