import { clippersOf, rectOf, visiblePartOf } from './clipping.ts';
import { viewOf } from './dom.ts';
import { hoveredVideo, videoAt } from './pointer.ts';
import { area, type Point } from './rects.ts';

/** How much of a video is on the screen, in square CSS px; 0 for one that is hidden. */
export function shownArea(video: HTMLVideoElement): number {
  if (!video.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return 0;
  const visible = visiblePartOf(rectOf(video), clippersOf(video), viewOf(video));
  return visible ? area(visible) : 0;
}

/** Which video a request by hand means: the one of this address, else under the menu, else under the pointer, else the largest. */
export function chooseVideo(
  videos: ReadonlySet<HTMLVideoElement>,
  srcUrl: string,
  menu: Point | null,
): HTMLVideoElement | null {
  const bySource =
    srcUrl === '' ? [] : [...videos].filter((video) => [video.currentSrc, video.src].includes(srcUrl));
  // Several players of one file: the one that is meant is where the menu was opened.
  const underMenu = menu && videoAt(menu, bySource.length > 0 ? new Set(bySource) : videos);
  return underMenu ?? bySource[0] ?? hoveredVideo(videos) ?? largest(videos);
}

function largest(videos: ReadonlySet<HTMLVideoElement>): HTMLVideoElement | null {
  let best: HTMLVideoElement | null = null;
  let most = 0;
  for (const video of videos) {
    const shown = shownArea(video);
    if (shown <= most) continue;
    best = video;
    most = shown;
  }
  return best;
}
