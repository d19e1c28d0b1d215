import { BACKEND_WORDS } from './backend-words.ts';
import type { VideoState } from '../verdict/types.ts';
import { QUALITY_WORDS } from '../verdict/words.ts';
import { FaceList } from './face-list.tsx';
import { count } from '../verdict/numbers.ts';
import { TimelineTable } from './timeline.tsx';

/** What a verdict rests on: faces, frames, how the pixels were got, and by what it was judged. */
export function Evidence({ state, provisional = false }: { state: VideoState; provisional?: boolean }) {
  return (
    <>
      {state.faces.length > 0 && <FaceList faces={state.faces} provisional={provisional} />}
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
