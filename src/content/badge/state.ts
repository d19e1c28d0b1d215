import { verdictOf } from '../../messages/report.ts';
import type { PageSettings } from '../../messages/schemas.ts';
import type { Verdict } from '../../verdict/types.ts';
import type { Progress } from '../progress.ts';

/** All that decides what a badge shows. The table in docs/BADGE.md says the same, and a test holds the two together. */
export interface Situation {
  /** The extension was reloaded or removed under this page. */
  contextDead: boolean;
  /** The video element itself fills the screen: nothing of the page can be drawn over it. */
  fullscreenSelf: boolean;
  /** A modal dialog that does not hold the video, or something else in fullscreen, lies over it. */
  covered: boolean;
  /** Scrolled out, clipped, hidden or not large enough to hold a badge. */
  offScreen: boolean;
  /** A picture of the tab is being taken; our own marks must not be in it. */
  photographed: boolean;
  /** See {@link isLeftOut}. */
  leftOut: boolean;
  progress: Pick<Progress, 'phase' | 'state' | 'failure'> &
    Partial<Pick<Progress, 'starting' | 'rechecking'>>;
}

export type Display =
  | { kind: 'removed' }
  | { kind: 'hidden' }
  /** Laid out as before, but nothing of it is painted. */
  | { kind: 'transparent' }
  | { kind: 'waiting'; starting?: boolean | undefined }
  | { kind: 'checking'; judged: number; wanted: number; note?: 'noFaceYet' | 'newFrames' | undefined }
  | { kind: 'verdict'; verdict: Verdict };

/** What the badge shows; the first condition that holds decides. */
export function displayOf(situation: Situation): Display {
  const { phase, state, failure, starting, rechecking } = situation.progress;
  if (situation.contextDead) return { kind: 'removed' };
  if (situation.fullscreenSelf) return { kind: 'hidden' };
  if (situation.covered) return { kind: 'hidden' };
  if (situation.offScreen) return { kind: 'hidden' };
  if (situation.photographed) return { kind: 'transparent' };
  if (phase === 'idle') return { kind: 'removed' };
  const verdict = verdictOf(situation.progress);
  if (situation.leftOut) return { kind: 'removed' };
  if (verdict && (failure || phase === 'done')) return { kind: 'verdict', verdict };
  if (phase === 'checking' && state) {
    return {
      kind: 'checking',
      judged: Math.min(state.framesJudged, state.framesWanted),
      wanted: state.framesWanted,
      note: rechecking ? 'newFrames' : state.framesJudged === 0 ? 'noFaceYet' : undefined,
    };
  }
  return { kind: 'waiting', ...(starting && { starting }) };
}

/** Whether the user wants no badge here: only findings are to be shown, nobody asked about this video, and there is no finding. */
export function isLeftOut(
  badges: PageSettings['badges'],
  progress: Pick<Progress, 'phase' | 'state' | 'failure' | 'asked'>,
): boolean {
  if (badges === 'all' || progress.asked) return false;
  const kind = progress.phase === 'done' ? verdictOf(progress)?.kind : undefined;
  return kind !== 'manipulated' && kind !== 'unclear';
}
