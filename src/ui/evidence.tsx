import { BACKEND_WORDS } from './backend-words.ts';
import type { Verdict, VideoState } from '../verdict/types.ts';
import { QUALITY_WORDS } from '../verdict/words.ts';
import { FaceList } from './face-list.tsx';
import { count } from '../verdict/numbers.ts';
import { heatedFace } from '../verdict/heat.ts';
import { HeatFigure } from './heat-figure.tsx';
import { TimelineTable } from './timeline.tsx';

/**
 * What a verdict rests on: faces, frames, how the pixels were got, and by what it was judged.
 * @param verdict what stands above it; another one than the state's where something went wrong later, null while more frames
 * are awaited.
 */
export function Evidence({ state, verdict }: { state: VideoState; verdict: Verdict | null }) {
  const heated = verdict ? heatedFace({ faces: state.faces, verdict }) : null;
  return (
    <>
      {heated && <HeatFigure face={heated} />}
      {state.faces.length > 0 && <FaceList faces={state.faces} verdict={verdict} />}
      <p class="quiet facts">
        {count(state.faces.length, 'face')}, {state.framesJudged} of {count(state.framesSeen, 'frame')} with a
        usable face; {QUALITY_WORDS[state.quality]}
        {state.modelVersion && `; detector ${state.modelVersion}`}
        {state.backend && ` on ${BACKEND_WORDS[state.backend]}`}
      </p>
      <TimelineTable faces={state.faces} />
    </>
  );
}
