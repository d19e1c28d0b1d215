import type { Verdict, VideoState } from '../../verdict/types.ts';
import {
  bandsLegend,
  QUALITY_WORDS,
  rarityOf,
  rarityQuestion,
  siteLevelWords,
  turnedWords,
} from '../../verdict/words.ts';
import { FaceList } from './face-list.tsx';
import { Facts } from './facts.tsx';
import { heatedFace } from '../../verdict/heat.ts';
import { HeatFigure } from './heat-figure.tsx';
import { TimelineTable } from './timeline.tsx';

/**
 * What a verdict rests on: faces, frames, how the pixels were got, and by what it was judged.
 * @param verdict what stands above it; another one than the state's where something went wrong later, null while more frames
 * are awaited.
 */
export function Evidence({ state, verdict }: { state: VideoState; verdict: Verdict | null }) {
  const heated = verdict ? heatedFace({ faces: state.faces, verdict }) : null;
  const rarity = verdict && rarityOf(verdict, state);
  const levelWords = siteLevelWords(state);
  return (
    <>
      {rarity && (
        <details class="rarity">
          <summary>{rarityQuestion()}</summary>
          <p class="quiet">{rarity}</p>
        </details>
      )}
      {levelWords && <p class="quiet">{levelWords}</p>}
      {heated && <HeatFigure face={heated} />}
      {state.faces.length > 0 && (
        <>
          <FaceList faces={state.faces} limits={state.limits} verdict={verdict} />
          <p class="quiet">{bandsLegend()}</p>
        </>
      )}
      <TimelineTable faces={state.faces} limits={state.limits} />
      <Facts
        state={state}
        ways={[
          QUALITY_WORDS[state.quality],
          ...(state.shownTurned === undefined ? [] : [turnedWords(state.shownTurned)]),
        ]}
      />
    </>
  );
}
