import {
  BufferTarget,
  CanvasSource,
  Output,
  Quality,
  WebMOutputFormat,
  getFirstEncodableVideoCodec,
} from 'mediabunny';
import { text } from '../../../words/text.ts';
import { GENUINE, SWAP, SWAPPED, type Move } from './scenes.ts';
import { swapFace } from './swap-face.ts';

/**
 * Two clips to try the detector on, made of a photograph when they are wanted: one as it is, and one in which a woman has another's
 * face. The photograph comes with @vladmandic/face-api (MIT licence, taken by its author).
 */

const PHOTO = '/sample/photo.jpg';
const SIZE = { width: 640, height: 360 } as const;
const FRAMES_PER_SECOND = 25;
const SECONDS = 4;
const BITRATE = 1_700_000;

/**
 * The genuine clip and the manipulated one, as files.
 * @throws Error if the photograph is missing or this browser encodes neither VP9 nor VP8.
 */
export async function sampleClips(): Promise<File[]> {
  const response = await fetch(PHOTO);
  if (!response.ok) throw new Error(`${PHOTO}: ${response.status}`);
  const photo = await createImageBitmap(await response.blob());
  return [
    await clip(photo, GENUINE, text('sample_genuine')),
    await clip(swapFace(photo, SWAP), SWAPPED, text('sample_swapped')),
  ];
}

/** A slow move over the picture. */
async function clip(picture: CanvasImageSource, { from, to }: Move, name: string): Promise<File> {
  const canvas = new OffscreenCanvas(SIZE.width, SIZE.height);
  const brush = canvas.getContext('2d');
  const codec = await getFirstEncodableVideoCodec(['vp9', 'vp8'], SIZE);
  if (!brush || !codec) throw new Error('This browser draws or encodes no video');
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const video = new CanvasSource(canvas, { codec, quality: new Quality({ bitrate: BITRATE }) });
  output.addVideoTrack(video, { frameRate: FRAMES_PER_SECOND });
  await output.start();
  const frames = SECONDS * FRAMES_PER_SECOND;
  for (let frame = 0; frame < frames; frame++) {
    const at = (start: number, end: number): number => start + ((end - start) * frame) / frames;
    const width = at(from.width, to.width);
    const height = (width * SIZE.height) / SIZE.width;
    brush.drawImage(
      picture,
      at(from.x, to.x),
      at(from.y, to.y),
      width,
      height,
      0,
      0,
      SIZE.width,
      SIZE.height,
    );
    await video.add(frame / FRAMES_PER_SECOND, 1 / FRAMES_PER_SECOND);
  }
  await output.finalize();
  if (!target.buffer) throw new Error('The muxer wrote nothing');
  return new File([target.buffer], `${name}.webm`, { type: 'video/webm' });
}
