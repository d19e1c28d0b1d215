import type { JudgeResponse, VideoReport } from '../messages/schemas.ts';
import type { UncheckedReason, Verdict, VideoState } from '../verdict/types.ts';

/** How far the check of one video has come. Changed only by {@link advance}. */
export interface Progress {
  /** Counts the sources of the element and its checks begun anew or given up. */
  readonly epoch: number;
  /** The site is one whose videos are checked without asking. */
  readonly automatic: boolean;
  /** The user asked for this video. */
  readonly asked: boolean;
  readonly phase: VideoReport['phase'];
  readonly state: VideoState | null;
  readonly failure: UncheckedReason | null;
  readonly mediaHost: string;
  /** Ended for want of frames, not of doubt: goes on as soon as there are frames again. */
  readonly starved: boolean;
}

export type ProgressEvent =
  | { type: 'automatic'; on: boolean }
  | { type: 'asked' }
  | { type: 'again' }
  | { type: 'source' }
  /** The user wants forgotten what was found. */
  | { type: 'forget' }
  | { type: 'answer'; response: JudgeResponse; mediaHost?: string }
  /** No frame could be taken for a while: the video is paused, over, or (`hidden`) not to be seen. */
  | { type: 'starved'; hidden: boolean };

export const START: Progress = {
  epoch: 0,
  automatic: false,
  asked: false,
  phase: 'idle',
  state: null,
  failure: null,
  mediaHost: '',
  starved: false,
};

const cleared = { state: null, failure: null, mediaHost: '', starved: false } as const;

/** Whether another frame would be of use. */
export function wantsFrames(progress: Progress): boolean {
  return (
    progress.phase === 'waiting' ||
    progress.phase === 'checking' ||
    (progress.phase === 'done' && progress.starved)
  );
}

/** The next progress; the same object where the event changes nothing. */
export function advance(progress: Progress, event: ProgressEvent): Progress {
  switch (event.type) {
    case 'automatic':
      return automatic(progress, event.on);
    case 'asked':
      return asked(progress);
    case 'again':
      return { ...progress, ...cleared, epoch: progress.epoch + 1, asked: true, phase: 'waiting' };
    case 'source':
      return newSource(progress);
    case 'forget':
      return forgotten(progress);
    case 'answer':
      return answered(progress, event.response, event.mediaHost ?? '');
    case 'starved':
      return starved(progress, event.hidden);
  }
}

function automatic(progress: Progress, on: boolean): Progress {
  if (on === progress.automatic) return progress;
  if (on)
    return { ...progress, automatic: true, phase: progress.phase === 'idle' ? 'waiting' : progress.phase };
  if (progress.asked) return { ...progress, automatic: false };
  return { ...progress, ...cleared, epoch: progress.epoch + 1, automatic: false, phase: 'idle' };
}

function asked(progress: Progress): Progress {
  if (progress.phase === 'idle') return { ...progress, asked: true, phase: 'waiting' };
  // Asking for a video that failed is asking to try again; a verdict stands until "Check again".
  if (progress.failure)
    return { ...progress, ...cleared, epoch: progress.epoch + 1, asked: true, phase: 'waiting' };
  return progress.asked ? progress : { ...progress, asked: true };
}

/** Whatever was known was known of another video; it must not be seen for a moment longer. */
function newSource(progress: Progress): Progress {
  const fresh = { ...progress, ...cleared, epoch: progress.epoch + 1 };
  if (progress.automatic)
    return { ...fresh, asked: progress.asked && progress.phase === 'waiting', phase: 'waiting' };
  // Nothing was seen of the old source yet: the request is for what plays here now (an advertisement may have gone before).
  if (progress.asked && progress.phase === 'waiting') return { ...fresh, phase: 'waiting' };
  if (progress.asked && progress.phase === 'checking') {
    return { ...fresh, phase: 'done', failure: 'sourceChanged' };
  }
  return { ...fresh, asked: false, phase: 'idle' };
}

/** What is being checked begins anew; what has its verdict is as if nobody had asked for it. */
function forgotten(progress: Progress): Progress {
  if (progress.phase === 'idle') return progress;
  const fresh = { ...progress, ...cleared, epoch: progress.epoch + 1 };
  return progress.phase === 'done'
    ? { ...fresh, asked: false, phase: 'idle' }
    : { ...fresh, phase: 'waiting' };
}

function answered(progress: Progress, response: JudgeResponse, mediaHost: string): Progress {
  if (progress.phase === 'idle' || response.status === 'superseded') return progress;
  if (response.status === 'judged') {
    return { ...progress, ...cleared, phase: response.state.phase, state: response.state };
  }
  // A frame looked at after the verdict (a new scene) may fail; the verdict stands.
  if (progress.phase === 'done' && progress.state && !progress.starved) return progress;
  return { ...progress, phase: 'done', failure: response.reason, mediaHost, starved: false };
}

function starved(progress: Progress, hidden: boolean): Progress {
  if (progress.phase === 'waiting' && progress.asked) {
    return { ...progress, phase: 'done', failure: hidden ? 'hidden' : 'noFrames', starved: true };
  }
  if (progress.phase !== 'checking' || !progress.state) return progress;
  return { ...progress, phase: 'done', state: stateSoFar(progress.state), starved: true };
}

/** What may be said with fewer frames than wanted, of the video as of each face in it. */
function stateSoFar(state: VideoState): VideoState {
  const faces = state.faces.map((face) => ({ ...face, verdict: verdictSoFar(face.verdict) }));
  return { ...state, phase: 'done', verdict: verdictSoFar(state.verdict), faces };
}

/** Never that something was found or not found. */
function verdictSoFar(verdict: Verdict): Verdict {
  if (verdict.kind === 'noSign' || verdict.kind === 'manipulated')
    return { kind: 'unclear', reason: 'tooFewFrames' };
  return verdict;
}
