import { luma } from '../frames/brightness.ts';
import { brightnessOfPlanes, planesShownBy } from '../frames/video-planes.ts';
import { SCENE_SIDE } from './scene.ts';
import { isSecurityError } from './taint.ts';

/**
 * A 16×16 picture of how bright a video is now, row by row, 0…1; null for one that may not be read.
 */
export function brightnessOf(video: HTMLVideoElement): Float32Array | null {
  const context = new OffscreenCanvas(SCENE_SIDE, SCENE_SIDE).getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(video, 0, 0, SCENE_SIDE, SCENE_SIDE);
  try {
    return luma(context.getImageData(0, 0, SCENE_SIDE, SCENE_SIDE).data);
  } catch (error) {
    if (isSecurityError(error)) return null;
    throw error;
  }
}

/** The same, without drawing where the browser gives away frames as they were decoded. */
export async function brightnessShownBy(video: HTMLVideoElement): Promise<Float32Array | null> {
  try {
    const shown = await planesShownBy(video);
    return shown ? brightnessOfPlanes(shown.planes, SCENE_SIDE) : brightnessOf(video);
  } catch (error) {
    if (isSecurityError(error)) return null;
    throw error;
  }
}
