import { plural, text } from '../../words/text.ts';
import type { Band } from '../../contracts/band.ts';
import type { FaceSummary, Verdict } from '../../verdict/types.ts';
import { faceLine } from '../../verdict/words.ts';
import { Timeline } from './timeline.tsx';
import { VerdictIcon } from './verdict-icon.tsx';

/** Left, middle or right of the picture: enough to tell faces apart in words. */
export function placeWords({ x, width }: { x: number; width: number }): string {
  const centre = x + width / 2;
  if (centre < 0.36) return text('place_left');
  return text(centre > 0.64 ? 'place_right' : 'place_middle');
}

/**
 * The faces of a video, the most suspicious first.
 * @param verdict on the video; null while it is awaited. Without one no face is given a verdict either.
 */
export function FaceList({
  faces,
  limits,
  verdict,
}: {
  faces: readonly FaceSummary[];
  limits: Band;
  verdict: Verdict | null;
}) {
  const provisional = !verdict || verdict.kind === 'notChecked';
  const sorted = [...faces].sort((a, b) => b.probability - a.probability);
  return (
    <ul class="faces">
      {sorted.map((face) => (
        <li key={face.track} class="face">
          {face.thumbnail ? (
            <img src={face.thumbnail} width={48} height={48} alt={text('face_name', { track: face.track })} />
          ) : (
            <span class="no-picture" aria-hidden="true" />
          )}
          <div>
            <p class="face-line">
              <VerdictIcon name={provisional ? (verdict?.kind ?? 'checking') : face.verdict.kind} size={14} />
              <span>
                <strong>{text('face_placed', { track: face.track, place: placeWords(face.box) })}</strong>{' '}
                {faceLine(face.verdict, verdict)}
              </span>
            </p>
            <p class="quiet">{plural('frames', face.frames)}</p>
            {face.timeline.length > 0 && <Timeline face={face} limits={limits} />}
          </div>
        </li>
      ))}
    </ul>
  );
}
