import { levelWords } from '../../verdict/timeline.ts';
import type { VideoState } from '../../verdict/types.ts';
import { listed, text } from '../../words/text.ts';
import type { JudgedFrame } from './record.ts';

/** What was seen of the faces in one judged frame: "face 1: high, face 2: low". */
export function facesWords({ faces }: JudgedFrame, { limits }: Pick<VideoState, 'limits'>): string {
  if (faces.length === 0) return text('frame_noFace');
  return listed(
    faces.map(({ track, probability }) =>
      text('frame_face', { track, levels: levelWords(probability, limits) }),
    ),
    'unit',
  );
}
