import { boxOfWhole, pointsInCrop, cutFace } from '../../src/detector/crop.ts';
import { UPRIGHT } from '../../src/detector/pose.ts';
import type { RetainedFrame } from '../../src/frames/retained-frame.ts';
import { FrameError } from '../../src/frames/frame-error.ts';
import { inFractions, sideOf, type ChosenFace } from '../../src/offscreen/face-choice.ts';
import { VideoEvidence } from '../../src/verdict/video-evidence.ts';
import { base64Of, encoded } from './encode.ts';
import type { MeasuringEngine } from './measuring-engine.ts';
import type { CropAnswer, CropsAnswer, ItemRequest } from './requests.ts';

type Cut = Omit<CropAnswer, 'png'> & { pixels: Uint8Array };

function cut(frame: RetainedFrame, timeMs: number, face: ChosenFace, size: number): Cut {
  const { box, region, keypoints, turned } = face;
  const { width, height, data } = frame.crop(region);
  return {
    timeMs,
    box,
    keypoints: pointsInCrop(box, keypoints, 1, turned),
    pixels: cutFace({ width, height, channels: 4, data }, region, box, size, turned),
  };
}

/** Pictures that are face crops already; what is found in them gives the keypoints and nothing else. */
async function wholePictures(
  engine: MeasuringEngine,
  item: ItemRequest,
  files: readonly File[],
  size: number,
): Promise<Cut[]> {
  const cuts: Cut[] = [];
  await engine.findFaces(item, files, (frame, timeMs, [largest]) => {
    const { width, height } = frame;
    const whole = { box: boxOfWhole(width, height), region: { x: 0, y: 0, width, height } };
    const { keypoints = [], pose = UPRIGHT } = largest ?? {};
    cuts.push(cut(frame, timeMs, { ...whole, keypoints, pose, turned: 0 }, size));
  });
  return cuts;
}

/** The faces of one frame. */
interface Seen {
  cuts: { cut: Cut; track: number | null; side: number }[];
}

/** The track with the most faces, of equals the one with the largest. */
function mainTrack(frames: readonly Seen[]): number | null {
  const tracks = new Map<number, { faces: number; side: number }>();
  for (const { track, side } of frames.flatMap(({ cuts }) => cuts)) {
    if (track === null) continue;
    const { faces = 0, side: largest = 0 } = tracks.get(track) ?? {};
    tracks.set(track, { faces: faces + 1, side: Math.max(largest, side) });
  }
  const [first] = [...tracks].sort(([, a], [, b]) => b.faces - a.faces || b.side - a.side);
  return first?.[0] ?? null;
}

/**
 * One face of each frame: in a crowd the same person throughout, the one seen most often, as the product's tracks tell
 * them apart; elsewhere the only one there is.
 */
async function foundFaces(
  engine: MeasuringEngine,
  item: ItemRequest,
  files: readonly File[],
  size: number,
): Promise<Cut[]> {
  // The tracks need no judgement.
  const evidence = new VideoEvidence('file');
  const frames: Seen[] = [];
  await engine.findFaces(item, files, (frame, timeMs, faces) => {
    const { width, height } = frame;
    const tracks = evidence.add({
      timeMs,
      quality: 'file',
      aspect: width / height,
      faces: faces.map(({ box }) => ({
        box: inFractions(box, width, height),
        side: sideOf(box),
        logOdds: 0,
        distance: 0,
        sharpness: 0,
        noise: 0,
        detail: 1,
        lettering: 0,
        graphic: 0,
        roll: 0,
        yaw: 0,
      })),
    });
    frames.push({
      cuts: faces.map((face, index) => ({
        cut: cut(frame, timeMs, face, size),
        track: tracks[index]?.number ?? null,
        side: sideOf(face.box),
      })),
    });
  });
  const main = mainTrack(frames);
  return frames.flatMap(({ cuts }) => {
    const chosen = cuts.find(({ track }) => track === main) ?? (cuts.length === 1 ? cuts[0] : undefined);
    return chosen ? [chosen.cut] : [];
  });
}

/** Cuts an item's main face. @throws Error if the engine broke; what is wrong with its files is part of the answer. */
export async function cropsOf(
  engine: MeasuringEngine,
  item: ItemRequest,
  files: readonly File[],
  size: number,
): Promise<CropsAnswer> {
  try {
    const cuts = await (item.crop === 'whole'
      ? wholePictures(engine, item, files, size)
      : foundFaces(engine, item, files, size));
    const crops: CropAnswer[] = [];
    for (const { pixels, ...rest } of cuts) {
      const png = await encoded({ width: size, height: size, channels: 3, data: pixels }, 'image/png');
      crops.push({ ...rest, png: await base64Of(png) });
    }
    return { reason: crops.length > 0 ? null : 'noFace', crops };
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    return { reason: error.reason, crops: [] };
  }
}
