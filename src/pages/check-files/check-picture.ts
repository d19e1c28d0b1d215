import type { Picture } from '../../files/picture.ts';
import type { VideoState } from '../../verdict/types.ts';
import { POSTER_SIDE, type Progress } from './progress.ts';
import { facesAt } from './frame-log.ts';
import { Judging } from './judging.ts';
import { mergedViews, type JudgedView } from './merged-views.ts';

/** Longer side in px of the picture that shows where the faces are: it stands for all frames of a video. */
const PICTURE_SIDE = 640;

/**
 * Judges a still picture: as a whole, and part by part where it is too large or too long for that.
 * @throws FrameError if the engine could not judge.
 */
export async function checkPicture(
  picture: Picture,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<VideoState | null> {
  const judged: JudgedView[] = [];
  const thumbnail = (await picture.frameAt(0)).frame;
  const poster = await thumbnail.picture(POSTER_SIDE);
  const whole = await thumbnail.picture(PICTURE_SIDE);
  thumbnail.close();
  for (const [index, view] of picture.views.entries()) {
    signal.throwIfAborted();
    const frame = picture.view(view);
    // Parts know nothing of one another: a face in the same place of the next part is another face.
    const judging = new Judging();
    try {
      const state = await judging.judge(frame, 0);
      if (state) judged.push({ view, state });
    } finally {
      frame.close();
      await judging.end();
    }
    const state = mergedViews(judged, picture);
    tell({
      phase: 'judging',
      framesDone: index + 1,
      framesTotal: picture.views.length,
      state,
      poster,
      seen: {
        durationMs: 0,
        width: picture.width,
        height: picture.height,
        frames: state ? [{ timeMs: 0, picture: whole, faces: facesAt(state, 0) }] : [],
        shots: [],
      },
    });
  }
  return mergedViews(judged, picture);
}
