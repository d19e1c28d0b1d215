import { SCENE_SIDE, luma } from './scene.ts';

/**
 * A 16×16 picture of how bright a video is now, row by row, 0…1.
 * @throws DOMException SecurityError for a tainted video.
 */
export function brightnessOf(video: HTMLVideoElement): Float32Array {
  const context = new OffscreenCanvas(SCENE_SIDE, SCENE_SIDE).getContext('2d', { willReadFrequently: true });
  if (!context) return new Float32Array(SCENE_SIDE * SCENE_SIDE);
  context.drawImage(video, 0, 0, SCENE_SIDE, SCENE_SIDE);
  return luma(context.getImageData(0, 0, SCENE_SIDE, SCENE_SIDE).data);
}
