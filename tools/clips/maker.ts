import {
  AudioBufferSource,
  BufferTarget,
  CanvasSource,
  Mp4OutputFormat,
  Output,
  Quality,
  WebMOutputFormat,
  getFirstEncodableVideoCodec,
  type OutputFormat,
  type VideoCodec,
} from 'mediabunny';
import { swapFace } from '../../src/pages/check-files/sample/swap-face.ts';
import type { PictureRecipe, Recipe, Scene, StillsRecipe, Window } from './recipes.ts';

/** The half of the clip maker that runs in the browser, where the encoders are. */

const BITS_PER_PIXEL = 0.3;
const SAMPLE_RATE = 48_000;

/** H.264 for mp4 where this Chromium has an encoder for it, since that is what sites serve. */
const CODECS = {
  mp4: ['avc', 'vp9'],
  fragmented: ['avc', 'vp9'],
  webm: ['vp9', 'vp8'],
} as const satisfies Record<Recipe['container'], readonly VideoCodec[]>;

/** Profile 2, of which browsers encode 10 bits. */
const TEN_BITS_VP9 = 'vp09.02.21.10';

function formatOf(container: Recipe['container']): OutputFormat {
  if (container === 'webm') return new WebMOutputFormat();
  return new Mp4OutputFormat({ fastStart: container === 'fragmented' ? 'fragmented' : 'in-memory' });
}

function between(from: number, to: number, progress: number): number {
  return from + (to - from) * progress;
}

type Brush = OffscreenCanvasRenderingContext2D;
type Draw = (brush: Brush, progress: number) => void;

function photoScene(picture: CanvasImageSource, from: Window, to: Window): Draw {
  return (brush, progress) => {
    const { width, height } = brush.canvas;
    const shown = between(from.width, to.width, progress);
    brush.drawImage(
      picture,
      between(from.x, to.x, progress),
      between(from.y, to.y, progress),
      shown,
      (shown * height) / width,
      0,
      0,
      width,
      height,
    );
  };
}

function inCells(draw: Draw, cells: number): Draw {
  return (brush, progress) => {
    const { width, height } = brush.canvas;
    const small = new OffscreenCanvas(cells, Math.round((cells * height) / width)).getContext('2d');
    if (!small) throw new Error('This browser gives no 2d canvas');
    small.imageSmoothingQuality = 'high';
    draw(small, progress);
    brush.imageSmoothingEnabled = false;
    brush.drawImage(small.canvas, 0, 0, width, height);
  };
}

/** By one quarter: a scene as wide as the clip is high. */
function turned(draw: Draw, quarters: 1 | 2): Draw {
  return (brush, progress) => {
    const { width, height } = brush.canvas;
    const size = quarters === 1 ? ([height, width] as const) : ([width, height] as const);
    const upright = new OffscreenCanvas(...size).getContext('2d');
    if (!upright) throw new Error('This browser gives no 2d canvas');
    draw(upright, progress);
    if (quarters === 1) brush.setTransform(0, 1, -1, 0, width, 0);
    else brush.setTransform(-1, 0, 0, -1, width, height);
    brush.drawImage(upright.canvas, 0, 0);
    brush.resetTransform();
  };
}

function captioned(draw: Draw, { words, top }: { words: string; top: number }): Draw {
  return (brush, progress) => {
    draw(brush, progress);
    const { width, height } = brush.canvas;
    brush.font = `bold ${height * 0.075}px sans-serif`;
    brush.textAlign = 'center';
    brush.textBaseline = 'top';
    brush.lineWidth = height * 0.015;
    brush.strokeStyle = 'black';
    brush.strokeText(words, width / 2, height * top);
    brush.fillStyle = 'white';
    brush.fillText(words, width / 2, height * top);
  };
}

function shapesScene(hue: number): Draw {
  return (brush, progress) => {
    const { width, height } = brush.canvas;
    const sky = brush.createLinearGradient(0, 0, 0, height);
    sky.addColorStop(0, `hsl(${hue} 60% 70%)`);
    sky.addColorStop(1, `hsl(${hue} 40% 30%)`);
    brush.fillStyle = sky;
    brush.fillRect(0, 0, width, height);
    for (let bar = 0; bar < 7; bar++) {
      brush.fillStyle = `hsl(${hue + 25 * bar} 55% ${35 + 5 * bar}%)`;
      const tall = height * (0.2 + 0.1 * ((bar * 3) % 5));
      const x = ((bar / 7 + progress * 0.5) % 1) * width;
      brush.fillRect(x, height - tall, width / 10, tall);
    }
    brush.lineWidth = height / 60;
    brush.strokeStyle = 'rgb(255 255 255 / 0.8)';
    brush.strokeRect(width * (0.1 + 0.5 * progress), height * 0.15, height * 0.2, height * 0.12);
  };
}

async function prepare(scene: Scene, photosUrl: string): Promise<Draw> {
  if (scene.kind === 'shapes') return shapesScene(scene.hue);
  const response = await fetch(photosUrl + scene.photo);
  if (!response.ok) throw new Error(`${scene.photo}: ${response.status}`);
  const photo = await createImageBitmap(await response.blob());
  const moved = photoScene(scene.swap ? swapFace(photo, scene.swap) : photo, scene.from, scene.to);
  const cells = scene.cells ? inCells(moved, scene.cells) : moved;
  const words = scene.caption ? captioned(cells, scene.caption) : cells;
  return scene.quarters ? turned(words, scene.quarters) : words;
}

function tone(seconds: number): AudioBuffer {
  const buffer = new AudioBuffer({
    length: Math.round(seconds * SAMPLE_RATE),
    sampleRate: SAMPLE_RATE,
    numberOfChannels: 1,
  });
  const samples = Float32Array.from(
    { length: buffer.length },
    (_, i) => 0.05 * Math.sin((2 * Math.PI * 220 * i) / SAMPLE_RATE),
  );
  buffer.copyToChannel(samples, 0);
  return buffer;
}

export interface MadeClip {
  /** The file, base64. */
  data: string;
  /** With the codecs, as `MediaSource` wants it. */
  mime: string;
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return btoa(text);
}

/**
 * Draws and encodes one clip.
 * @param photosUrl - address of the folder with the photographs, ending in '/'.
 * @throws Error if this browser encodes none of the container's codecs.
 */
export async function makeClip(recipe: Recipe, photosUrl: string): Promise<MadeClip> {
  const { width, height, framesPerSecond } = recipe;
  const target = new BufferTarget();
  const output = new Output({ format: formatOf(recipe.container), target });
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('This browser gives no 2d canvas');
  const quality = new Quality({ bitrate: Math.round(width * height * framesPerSecond * BITS_PER_PIXEL) });

  let video: CanvasSource | null = null;
  if (recipe.scenes.length > 0) {
    const codecs = recipe.codec ? [recipe.codec] : [...CODECS[recipe.container]];
    const codec = await getFirstEncodableVideoCodec(codecs, { width, height });
    if (!codec) throw new Error(`This browser encodes none of ${codecs.join(', ')} at ${width}×${height}`);
    const tenBits = recipe.bits === 10 && codec === 'vp9' ? { fullCodecString: TEN_BITS_VP9 } : {};
    video = new CanvasSource(canvas, { codec, quality, keyFrameInterval: 1, ...tenBits });
    output.addVideoTrack(video, { frameRate: framesPerSecond });
  }
  let audio: AudioBufferSource | null = null;
  if (recipe.toneSeconds > 0) {
    audio = new AudioBufferSource({ codec: 'opus', quality: new Quality({ bitrate: 48_000 }) });
    output.addAudioTrack(audio);
  }

  await output.start();
  await audio?.add(tone(recipe.toneSeconds));
  let frame = 0;
  for (const scene of recipe.scenes) {
    const draw = await prepare(scene, photosUrl);
    const frames = Math.round(scene.seconds * framesPerSecond);
    for (let i = 0; i < frames; i++) {
      draw(brush, i / frames);
      await video?.add(frame / framesPerSecond, 1 / framesPerSecond);
      frame++;
    }
  }
  const mime = await output.getMimeType();
  await output.finalize();
  if (!target.buffer) throw new Error('The muxer wrote nothing');
  return { data: base64(new Uint8Array(target.buffer)), mime };
}

/** Some moments of a scene, each as a file of an image type, or as RGBA pixels; base64. */
export async function makeStills(
  { scene, width, height, type }: StillsRecipe,
  count: number,
  photosUrl: string,
): Promise<string[]> {
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('This browser gives no 2d canvas');
  const draw = await prepare(scene, photosUrl);
  const stills: string[] = [];
  for (let i = 0; i < count; i++) {
    draw(brush, i / count);
    const bytes =
      type === 'rgba'
        ? new Uint8Array(brush.getImageData(0, 0, width, height).data)
        : new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.95 })).arrayBuffer());
    stills.push(base64(bytes));
  }
  return stills;
}

/** A white picture of any size with parts of photographs on it; the file, base64. */
export async function makePicture(
  { width, height, type, parts }: PictureRecipe,
  photosUrl: string,
): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext('2d');
  if (!brush) throw new Error('This browser gives no 2d canvas');
  brush.fillStyle = 'white';
  brush.fillRect(0, 0, width, height);
  for (const { photo, from, at } of parts) {
    const response = await fetch(photosUrl + photo);
    const picture = await createImageBitmap(await response.blob());
    const { x, y, width: part } = from;
    brush.drawImage(picture, x, y, part, part, at.x, at.y, at.width, at.width);
  }
  return base64(new Uint8Array(await (await canvas.convertToBlob({ type, quality: 0.95 })).arrayBuffer()));
}
