import { listed, plural, text } from '../../words/text.ts';
import { kindIn } from '../../verdict/band.ts';
import { clock } from '../../verdict/numbers.ts';
import { LEVEL_WORDS } from '../../verdict/words.ts';
import type { CheckRecord } from './record.ts';

/** One shot of a medium, with what was seen of its faces. */
export interface ShotSummary {
  /** "Shot 2, 0:12–0:30". */
  name: string;
  /** "4 frames; face 1: 3 high, 1 between the limits". */
  words: string;
  /** Where its first judged frame is, in ms; null if none was judged. */
  firstMs: number | null;
}

const LEVELS = ['manipulated', 'unclear', 'noSign'] as const;

/** The judged frames by shots; nothing where there is only one. */
export function shotSummaries({ shots, frames, state }: CheckRecord): ShotSummary[] {
  if (!state || shots.length < 2) return [];
  return shots.map(({ fromMs, toMs }, index) => {
    const isLast = index === shots.length - 1;
    const inside = frames.filter(({ timeMs }) => timeMs >= fromMs && (isLast || timeMs < toMs));
    const byFace = new Map<number, number[]>();
    for (const { track, probability } of inside.flatMap(({ faces }) => faces)) {
      byFace.set(track, [...(byFace.get(track) ?? []), probability]);
    }
    const faces = [...byFace].map(([track, scores]) => {
      const levels = LEVELS.flatMap((kind) => {
        const n = scores.filter((score) => kindIn(state.limits, score) === kind).length;
        return n > 0 ? [text('level_count', { count: n, level: LEVEL_WORDS[kind] })] : [];
      });
      return text('frame_face', { track, levels: listed(levels, 'unit') });
    });
    return {
      name: text('shot_name', { number: index + 1, from: clock(fromMs), to: clock(toMs) }),
      words: text('shot_words', {
        frames: plural('frames', inside.length),
        faces: faces.length > 0 ? listed(faces, 'unit') : text('frame_noFace'),
      }),
      firstMs: inside[0]?.timeMs ?? null,
    };
  });
}
