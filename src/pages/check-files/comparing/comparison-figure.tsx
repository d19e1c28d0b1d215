import type { ComparedFace } from '../../../verdict/comparison/types.ts';
import { scoresOf } from './comparison-words.ts';

/** Height and the middle of the line on which all lies; scores are places from 0 to 100 along it. */
const HEIGHT = 16;
const MIDDLE = HEIGHT / 2;

/**
 * Where the checked face lies beside its person in genuine videos: a bar for where another genuine one would, open circles, and a filled
 * one. The sentences beside it say the same.
 */
export function ComparisonFigure({ face }: { face: ComparedFace }) {
  const { checked, references, low, high } = scoresOf(face);
  const at = (score: number): string => `${score}%`;
  return (
    <svg class="comparison-figure" height={HEIGHT} aria-hidden="true">
      <line x1="0" x2="100%" y1={MIDDLE} y2={MIDDLE} class="axis" />
      <rect x={at(low)} width={at(high - low)} y={MIDDLE - 4} height="8" class="range" />
      {references.map((score, index) => (
        <circle key={index} cx={at(score)} cy={MIDDLE} r="4" class="reference" />
      ))}
      <circle cx={at(checked)} cy={MIDDLE} r="5" class={`checked ${face.side}`} />
    </svg>
  );
}
