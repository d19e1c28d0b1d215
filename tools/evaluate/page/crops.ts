import { boxOfWhole, cropSquare, cutFace, type FaceBox, type Region } from '../../../src/detector/crop.ts';
import type { RetainedFrame } from '../../../src/frames/retained-frame.ts';
import { FrameError } from '../../../src/frames/frame-error.ts';
import { toBase64 } from '../../../src/messages/pixels.ts';
import { sideOf, type ChosenFace } from '../../../src/offscreen/face-choice.ts';
import { VideoEvidence } from '../../../src/verdict/video-evidence.ts';
import { eachFrame } from './frames.ts';
import type { MeasuringEngine } from './measuring-engine.ts';
import type { CropAnswer, CropsAnswer, ItemRequest } from './requests.ts';

type Cut = Omit<CropAnswer, 'png'> & { pixels: Uint8Array };

function cut(frame: RetainedFrame, timeMs: number, face: ChosenFace, size: number): Cut {
  const { box, region, keypoints } = face;
  const { width, height, data } = frame.crop(region);
  const square = cropSquare(box);
  const side = square.right - square.left;
  return {
    timeMs,
    box,
    keypoints: keypoints.map(({ x, y }) => ({ x: (x - square.left) / side, y: (y - square.top) / side })),
    pixels: cutFace({ width, height, channels: 4, data }, region, box, size),
  };
}

/** @param pixels RGB, `[size, size, 3]`. */
async function pngOf(pixels: Uint8Array, size: number): Promise<string> {
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d', { colorSpace: 'srgb' });
  if (!context) throw new Error('This browser gives no 2d canvas');
  const image = context.createImageData(size, size);
  for (let i = 0; i < size * size; i++) {
    for (let c = 0; c < 3; c++) image.data[i * 4 + c] = pixels[i * 3 + c] ?? 0;
    image.data[i * 4 + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return toBase64(new Uint8Array(await blob.arrayBuffer()));
}

async function wholePictures(item: ItemRequest, files: readonly File[], size: number): Promise<Cut[]> {
  const cuts: Cut[] = [];
  await eachFrame(item, files, (frame, timeMs) => {
    const box: FaceBox = boxOfWhole(frame.width, frame.height);
    const region: Region = { x: 0, y: 0, width: frame.width, height: frame.height };
    cuts.push(cut(frame, timeMs, { box, region, keypoints: [] }, size));
    return Promise.resolve();
  });
  return cuts;
}

/**
 * Crops of the face that was seen in most frames, of equals the largest: in a crowd the same person throughout. Faces are
 * followed by the product's tracks, which need no judgement.
 */
async function foundFaces(
  engine: MeasuringEngine,
  item: ItemRequest,
  files: readonly File[],
  size: number,
): Promise<Cut[]> {
  const evidence = new VideoEvidence('file');
  const byTrack = new Map<number, { cuts: Cut[]; side: number }>();
  await engine.findFaces(item, files, (frame, timeMs, faces) => {
    const { width, height } = frame;
    const tracks = evidence.add({
      timeMs,
      quality: 'file',
      aspect: width / height,
      faces: faces.map(({ box }) => ({
        box: { x: box.x / width, y: box.y / height, width: box.width / width, height: box.height / height },
        side: sideOf(box),
        logOdds: 0,
        distance: 0,
        sharpness: 0,
      })),
    });
    faces.forEach((face, index) => {
      const track = tracks[index];
      if (!track) return;
      const known = byTrack.get(track.number) ?? { cuts: [], side: 0 };
      known.cuts.push(cut(frame, timeMs, face, size));
      known.side = Math.max(known.side, sideOf(face.box));
      byTrack.set(track.number, known);
    });
  });
  const [main] = [...byTrack.values()].sort((a, b) => b.cuts.length - a.cuts.length || b.side - a.side);
  return main?.cuts ?? [];
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
      ? wholePictures(item, files, size)
      : foundFaces(engine, item, files, size));
    const crops: CropAnswer[] = [];
    for (const { pixels, ...rest } of cuts) crops.push({ ...rest, png: await pngOf(pixels, size) });
    return { reason: crops.length > 0 ? null : 'noFace', crops };
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    return { reason: error.reason, crops: [] };
  }
}
