import type { PictureView } from '../../files/picture-views.ts';
import { rank } from '../../messages/report.ts';
import type { Box, FaceSummary, VideoState } from '../../verdict/types.ts';

export interface JudgedView {
  view: PictureView;
  state: VideoState;
}

/** Two boxes are one face if their centres are closer than this many sides of the larger. First choice: as with tiles of a frame. */
const SAME_FACE = 0.6;

interface PlacedFace {
  face: FaceSummary;
  /** In pixels of the picture. */
  box: Box;
}

function placed({ view: { part }, state }: JudgedView): PlacedFace[] {
  return state.faces.map((face) => ({
    face,
    box: {
      x: part.x + face.box.x * part.width,
      y: part.y + face.box.y * part.height,
      width: face.box.width * part.width,
      height: face.box.height * part.height,
    },
  }));
}

function same(a: Box, b: Box): boolean {
  const apart = Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
  return apart < SAME_FACE * Math.max(a.width, a.height, b.width, b.height);
}

/**
 * The state of a picture by those of its parts: one frame with all faces, judged as its worst part. A face that lies in
 * several parts counts once, where its box is the largest: at the edge of a part it may have been cut.
 * @returns null if no part was judged.
 */
export function mergedViews(
  judged: readonly JudgedView[],
  { width, height }: { width: number; height: number },
): VideoState | null {
  const [first] = judged;
  if (judged.length <= 1) return first?.state ?? null;
  const withFace = judged.filter(({ state }) => state.faces.length > 0).map(({ state }) => state);
  const worst = [...(withFace.length > 0 ? withFace : judged.map(({ state }) => state))].sort(
    (a, b) =>
      rank({ state: a, failure: null }) - rank({ state: b, failure: null }) ||
      (b.probability ?? 0) - (a.probability ?? 0),
  )[0];
  if (!worst) return null;
  const area = ({ box }: PlacedFace) => box.width * box.height;
  const faces: PlacedFace[] = [];
  for (const one of judged.flatMap(placed).sort((a, b) => area(b) - area(a))) {
    if (!faces.some((other) => same(other.box, one.box))) faces.push(one);
  }
  return {
    ...worst,
    framesSeen: 1,
    framesJudged: withFace.length > 0 ? 1 : 0,
    faces: faces.map(({ face, box }, index) => ({
      ...face,
      track: index + 1,
      box: { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height },
    })),
  };
}
