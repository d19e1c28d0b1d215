import { originOf } from '../settings/origins.ts';
import { clippersOf, rectOf, visiblePartOf } from './clipping.ts';
import { allIn, embeddedAddress, isShown } from './dom.ts';
import { area } from './rects.ts';
import { rootsIn } from './shadow-roots.ts';

/** Smaller frames, in CSS px, hold no video that could be judged. */
const MIN_SIDE = 128;
/** Share of the viewport that a frame fills which does not say that it may fill the screen, as players do; most others are advertisements. */
const MIN_SHARE = 0.1;
/** What the popup can offer without becoming a list. */
const MOST = 3;

/** Origins of frames of other sites that are to be seen here and may hold a video, the largest first: no script of ours may be in them. */
export function foreignFrames(): string[] {
  const sizes = new Map<string, number>();
  for (const tree of [document, ...rootsIn(document)]) {
    if (!tree) continue;
    for (const frame of allIn(tree, 'iframe,frame,embed,object')) {
      const origin = originOf(embeddedAddress(frame));
      if (!origin || origin === location.origin || !mayHoldPlayer(frame)) continue;
      sizes.set(origin, Math.max(sizes.get(origin) ?? 0, shownArea(frame)));
    }
  }
  return [...sizes]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([origin]) => origin);
}

function mayHoldPlayer(frame: Element): boolean {
  const { width, height } = rectOf(frame);
  if (Math.min(width, height) < MIN_SIDE) return false;
  const share = shownArea(frame) / (window.innerWidth * window.innerHeight);
  const saysPlayer =
    frame instanceof HTMLIFrameElement &&
    (frame.allowFullscreen || /autoplay|fullscreen|encrypted-media/.test(frame.allow));
  return share >= MIN_SHARE || (saysPlayer && share > 0);
}

function shownArea(frame: Element): number {
  if (!isShown(frame, { visibilityProperty: true, opacityProperty: true })) return 0;
  const visible = visiblePartOf(rectOf(frame), clippersOf(frame));
  return visible ? area(visible) : 0;
}
