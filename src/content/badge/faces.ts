import type { VideoState } from '../../verdict/types.ts';
import type { Rect } from '../rects.ts';

/** Where the judged faces were seen last, in CSS pixels of the viewport. @param rect of the video there. */
export function facesOnPage(video: HTMLVideoElement, rect: Rect, state: VideoState | null): Rect[] {
  if (!state || video.videoWidth === 0) return [];
  const picture = pictureIn(rect, video.videoWidth / video.videoHeight, getComputedStyle(video).objectFit);
  return state.faces.map(({ box }) => ({
    x: picture.x + box.x * picture.width,
    y: picture.y + box.y * picture.height,
    width: box.width * picture.width,
    height: box.height * picture.height,
  }));
}

/** The picture in the box of its video; in its middle, as nearly all pages have it. @param aspect width by height. */
export function pictureIn(box: Rect, aspect: number, fit: string): Rect {
  if (fit === 'fill') return box;
  const wider = aspect > box.width / box.height;
  const width = wider === (fit === 'cover') ? box.height * aspect : box.width;
  const height = width / aspect;
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
}
