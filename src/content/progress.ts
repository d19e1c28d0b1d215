import type { JudgeResponse, VideoReport } from '../messages/schemas.ts';
import { TUNABLES } from '../verdict/tunables.ts';
import type { UncheckedReason, Verdict, VideoState } from '../verdict/types.ts';
import { NO_CLAIM, type Claim } from './frame-slots.ts';

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
  /** The first frame waits for the detector, which is starting. */
  readonly starting: boolean;
  /** Scenes of this source that came after a verdict. */
  readonly scene: number;
  /** After a verdict more frames are judged: of the last of them, or since one scored high. */
  readonly rechecking: boolean;
}

export type ProgressEvent =
  | { type: 'automatic'; on: boolean }
  | { type: 'asked' }
  | { type: 'again' }
  | { type: 'source' }
  /** The user wants forgotten what was found. */
  | { type: 'forget' }
  | { type: 'answer'; response: JudgeResponse; mediaHost?: string }
  /** A frame was sent, and the detector is still starting. */
  | { type: 'starting' }
  /** After a verdict another scene began. */
  | { type: 'scene' }
  /** No frame could be taken for a while: the video is paused, over, or (`hidden`) not to be seen. */
  | { type: 'starved'; hidden: boolean };

/** Of a video of which nothing is known yet. */
const NOTHING_KNOWN = {
  state: null,
  failure: null,
  mediaHost: '',
  starved: false,
  starting: false,
  scene: 0,
  rechecking: false,
} as const;

export const START: Progress = {
  epoch: 0,
  automatic: false,
  asked: false,
  phase: 'idle',
  ...NOTHING_KNOWN,
};

/** Another attempt: what was known goes with the one before. */
function anew(progress: Progress, change: Partial<Progress>): Progress {
  return { ...progress, ...NOTHING_KNOWN, epoch: progress.epoch + 1, ...change };
}

/** Whether another frame would be of use. */
export function wantsFrames(progress: Progress): boolean {
  return (
    progress.phase === 'waiting' ||
    progress.phase === 'checking' ||
    progress.rechecking ||
    (progress.phase === 'done' && progress.starved)
  );
}

/** What is known of a video whose check came to a verdict by itself; null of any other. */
export function standing({ phase, state, failure, starved }: Progress): VideoState | null {
  return phase === 'done' && !failure && !starved ? state : null;
}

/** Whether a verdict stands that frames of parts not seen yet may change: none stands more firmly than one that accuses. */
export function looksAgain(progress: Progress): boolean {
  const state = standing(progress);
  if (!state || progress.rechecking) return false;
  // A picture of the tab makes all badges go for a moment.
  return state.verdict.kind !== 'manipulated' && state.quality !== 'screen';
}

/**
 * Whose turn it is to send a frame, see `FrameSlots`. Who has a verdict waits in the row of those that have just come, also where frames are judged
 * anew: scenes that change for ever must not keep the others from theirs.
 */
export function claimOf(progress: Progress): Claim {
  const { asked, state, rechecking } = progress;
  if (rechecking || !wantsFrames(progress)) return NO_CLAIM;
  return { asked, frames: state?.framesSeen ?? 0 };
}

/** The next progress; the same object where the event changes nothing. */
export function advance(progress: Progress, event: ProgressEvent): Progress {
  switch (event.type) {
    case 'automatic':
      return automatic(progress, event.on);
    case 'asked':
      return asked(progress);
    case 'again':
      return anew(progress, { asked: true, phase: 'waiting' });
    case 'source':
      return newSource(progress);
    case 'forget':
      return forgotten(progress);
    case 'answer':
      return answered(progress, event.response, event.mediaHost ?? '');
    case 'starting':
      return progress.phase === 'waiting' && !progress.starting ? { ...progress, starting: true } : progress;
    case 'scene':
      return newScene(progress);
    case 'starved':
      return starved(progress, event.hidden);
  }
}

function automatic(progress: Progress, on: boolean): Progress {
  if (on === progress.automatic) return progress;
  if (on)
    return { ...progress, automatic: true, phase: progress.phase === 'idle' ? 'waiting' : progress.phase };
  if (progress.asked) return { ...progress, automatic: false };
  return anew(progress, { automatic: false, phase: 'idle' });
}

function asked(progress: Progress): Progress {
  if (progress.phase === 'idle') return { ...progress, asked: true, phase: 'waiting' };
  // Asking for a video that failed is asking to try again; a verdict stands until "Check again".
  if (progress.failure) return anew(progress, { asked: true, phase: 'waiting' });
  return progress.asked ? progress : { ...progress, asked: true };
}

/** Whatever was known was known of another video; it must not be seen for a moment longer. */
function newSource(progress: Progress): Progress {
  const { automatic, asked, phase } = progress;
  // Nothing was seen of the old source yet: the request is for what plays here now (an advertisement may have gone before).
  const stillAsked = asked && phase === 'waiting';
  if (automatic || stillAsked) return anew(progress, { asked: stillAsked, phase: 'waiting' });
  if (asked && phase === 'checking') return anew(progress, { phase: 'done', failure: 'sourceChanged' });
  return anew(progress, { asked: false, phase: 'idle' });
}

/** What is being checked begins anew; what has its verdict is as if nobody had asked for it. */
function forgotten(progress: Progress): Progress {
  if (progress.phase === 'idle') return progress;
  return progress.phase === 'done'
    ? anew(progress, { asked: false, phase: 'idle' })
    : anew(progress, { phase: 'waiting' });
}

/**
 * A verdict that holds for the whole video stands while the new scene is looked at; any other would be said of people whom
 * nobody has judged yet.
 */
function newScene(progress: Progress): Progress {
  const state = standing(progress);
  if (!state) return progress;
  const { kind } = state.verdict;
  return {
    ...progress,
    phase: kind === 'manipulated' ? 'done' : 'checking',
    scene: progress.scene + 1,
    rechecking: true,
  };
}

function answered(progress: Progress, response: JudgeResponse, mediaHost: string): Progress {
  if (progress.phase === 'idle' || response.status === 'superseded') return progress;
  if (response.status === 'judged') {
    const { state } = response;
    const rechecking = state.phase === 'checking' && (progress.rechecking || looksAgain(progress));
    const stands = rechecking && state.verdict.kind === 'manipulated';
    const { scene } = progress;
    return { ...progress, ...NOTHING_KNOWN, scene, rechecking, state, phase: stands ? 'done' : state.phase };
  }
  // A frame looked at after the verdict (a new scene) may fail; the verdict stands.
  if (progress.rechecking) return { ...progress, phase: 'done', rechecking: false };
  if (progress.phase === 'done' && progress.state && !progress.starved) return progress;
  return {
    ...progress,
    phase: 'done',
    failure: response.reason,
    mediaHost,
    starved: false,
    starting: false,
  };
}

function starved(progress: Progress, hidden: boolean): Progress {
  if (progress.phase === 'waiting' && progress.asked) {
    return {
      ...progress,
      phase: 'done',
      failure: hidden ? 'hidden' : 'noFrames',
      starved: true,
      starting: false,
    };
  }
  if (progress.phase !== 'checking' || !progress.state) return progress;
  const state = stateSoFar(progress.state);
  // What was judged before had frames enough, unless the engine lost it; the rest goes on when there are frames again.
  return { ...progress, phase: 'done', state, starved: !progress.rechecking };
}

/** What may be said with fewer frames than wanted, of the video as of each face in it. */
function stateSoFar(state: VideoState): VideoState {
  const faces = state.faces.map((face) => ({ ...face, verdict: verdictSoFar(face.verdict, face.frames) }));
  return { ...state, phase: 'done', verdict: verdictSoFar(state.verdict, state.framesJudged), faces };
}

/** Of fewer frames than decide a video never that something was found or not found, nor what else there is to it. */
function verdictSoFar(verdict: Verdict, frames: number): Verdict {
  if (verdict.kind === 'notChecked' || frames >= TUNABLES.framesToDecide) return verdict;
  if (verdict.kind === 'unclear' && verdict.reason !== 'undecided') return verdict;
  return { kind: 'unclear', reason: 'tooFewFrames' };
}
