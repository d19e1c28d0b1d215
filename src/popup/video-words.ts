import { verdictOf } from '../messages/report.ts';
import type { LedgerEntry } from '../messages/schemas.ts';
import type { ShapeName } from '../verdict/shapes.ts';
import { SHORT_VERDICT_WORDS, meaningOf, verdictLine } from '../verdict/words.ts';
import { text } from '../words/text.ts';

/** What is said of a video: the mark, a word or two for the list, the whole line, and what that means. */
export interface VideoWords {
  shape: ShapeName;
  short: string;
  line: string;
  meaning: string;
}

export function videoWords(video: Pick<LedgerEntry, 'phase' | 'state' | 'failure'>): VideoWords {
  const verdict = verdictOf(video);
  if (video.phase === 'idle' && !verdict) {
    return {
      shape: 'checking',
      short: text('video_notChecked'),
      line: text('video_notCheckedYet'),
      meaning: text('video_askForIt'),
    };
  }
  if (verdict && (video.failure || video.phase === 'done')) {
    return {
      shape: verdict.kind,
      short: SHORT_VERDICT_WORDS[verdict.kind],
      line: verdictLine(verdict, video.state),
      meaning: meaningOf(verdict, video.state),
    };
  }
  if (video.phase === 'waiting' || !video.state) {
    return {
      shape: 'checking',
      short: text('check_waiting'),
      line: text('video_waitingFrame'),
      meaning: text('video_waitingHint'),
    };
  }
  const { framesJudged, framesWanted } = video.state;
  if (framesJudged === 0) {
    return {
      shape: 'checking',
      short: text('video_checking'),
      line: text('badge_noFaceYet'),
      meaning: text('video_noFaceHint'),
    };
  }
  if (framesJudged >= framesWanted) {
    return {
      shape: 'checking',
      short: text('video_checking'),
      line: text('badge_newFrames'),
      meaning: text('video_newFramesHint'),
    };
  }
  return {
    shape: 'checking',
    short: text('badge_checking', { judged: framesJudged, wanted: framesWanted }),
    line: text('video_checkingLine', { judged: framesJudged, wanted: framesWanted }),
    meaning: text('video_checkingHint'),
  };
}

/** Failures that another try may cure. */
export function mayRetry(video: Pick<LedgerEntry, 'phase' | 'state' | 'failure'>): boolean {
  const verdict = verdictOf(video);
  if (video.phase !== 'done' || verdict?.kind !== 'notChecked') return false;
  return !['protectedMedia', 'noVideoTrack', 'unsupportedCodec', 'tooLarge'].includes(verdict.reason);
}

/** A name for each video; videos of one label, such as the page's title, are numbered. */
export function videoNames(labels: readonly string[]): string[] {
  return labels.map((label, i) => {
    if (label === '') return text('video_unnamed', { number: i + 1 });
    const alike = labels.filter((other) => other === label).length;
    return alike > 1
      ? text('video_alike', {
          label,
          number: labels.slice(0, i + 1).filter((other) => other === label).length,
        })
      : label;
  });
}
