import { verdictOf } from '../messages/report.ts';
import type { LedgerEntry } from '../messages/schemas.ts';
import type { ShapeName } from '../verdict/shapes.ts';
import { meaningOf, verdictLine } from '../verdict/words.ts';

/** What a video's card says: the mark, the line beside it, and what that means. */
export interface VideoWords {
  shape: ShapeName;
  line: string;
  meaning: string;
}

export function videoWords(video: Pick<LedgerEntry, 'phase' | 'state' | 'failure'>): VideoWords {
  const verdict = verdictOf(video);
  if (video.phase === 'idle' && !verdict) {
    return {
      shape: 'checking',
      line: 'Not checked yet',
      meaning: 'Right-click the video to have it checked.',
    };
  }
  if (verdict && (video.failure || video.phase === 'done')) {
    return {
      shape: verdict.kind,
      line: verdictLine(verdict),
      meaning: meaningOf(verdict.kind, video.state?.precisionWhereRare),
    };
  }
  if (video.phase === 'waiting' || !video.state) {
    return {
      shape: 'checking',
      line: 'Waiting for the first frame',
      meaning: 'Videos are looked at while they play and can be seen.',
    };
  }
  const { framesJudged, framesWanted } = video.state;
  return {
    shape: 'checking',
    line: `Checking, ${Math.min(framesJudged, framesWanted)} of ${framesWanted} frames`,
    meaning: 'The verdict follows once enough frames with a face were seen.',
  };
}

/** Failures that another try may cure. */
export function mayRetry(video: Pick<LedgerEntry, 'phase' | 'state' | 'failure'>): boolean {
  const verdict = verdictOf(video);
  if (video.phase !== 'done' || verdict?.kind !== 'notChecked') return false;
  return !['protectedMedia', 'noVideoTrack', 'unsupportedCodec', 'tooLarge'].includes(verdict.reason);
}
