import { after } from '../messages/timers.ts';
import { boxOf, documentOf, isInFront, isVideo, viewOf } from './dom.ts';
import { area } from './rects.ts';
import { isHalfVisible, isLargeEnough } from './eligible.ts';
import { dueInSweep } from './sweep.ts';

/** Coarse steps around the half that matters; more of them would wake this script on every scrolled pixel. */
const THRESHOLDS = [0, 0.25, 0.5, 1];

/** So many videos are watched all the time. What the browser does for each, in every frame, adds up where there are hundreds. */
const FEW = 40;
/** Of more videos those near the screen are watched, and who they are is looked at anew after so long, in ms. */
const SWEEP_EVERY_MS = 1000;

/** Knows which videos are in sight, without asking: the browser tells of every change. */
export class Sight {
  readonly #all = new Set<HTMLVideoElement>();
  readonly #watched = new Set<HTMLVideoElement>();
  readonly #near: (video: HTMLVideoElement) => void;
  readonly #changed: (video: HTMLVideoElement) => void;
  readonly #signal: AbortSignal;
  #sweeping = false;
  #sweeps = 0;
  readonly #inSight = new Set<Element>();
  /** Since when, in ms of `performance.now()`. */
  readonly #since = new WeakMap<Element, number>();
  /** A part of them is in sight. */
  readonly #inView = new Set<Element>();
  /** Scaled to nothing. The browser takes these for wholly visible, and does not tell when they grow. */
  readonly #empty = new Set<Element>();
  /** The browser told of them. */
  readonly #known = new Set<Element>();
  readonly #observer: IntersectionObserver;
  /** A small player that grows in place crosses no threshold. */
  readonly #resized: ResizeObserver;

  /** @param near called before anything else is told of a video that may come into sight. */
  constructor(
    near: (video: HTMLVideoElement) => void,
    changed: (video: HTMLVideoElement) => void,
    signal: AbortSignal,
  ) {
    this.#near = near;
    this.#changed = changed;
    this.#signal = signal;
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const { target, isIntersecting, intersectionRatio: share } = entry;
          // Rectangles only where the share does not tell: the observer speaks up while the page is scrolled, and each has its price.
          const empty = isIntersecting && share === 1 && area(entry.boundingClientRect) === 0;
          // All three are asked: each keeps its own account.
          const news = [
            keep(this.#empty, target, empty),
            keep(this.#inSight, target, isIntersecting && !empty && (share >= 0.5 || isHalfSeen(entry))),
            keep(this.#inView, target, isIntersecting),
          ];
          if (news[1]) this.#since.set(target, entry.time);
          if (news[2] && isIntersecting) this.#resized.observe(target);
          else if (news[2]) this.#resized.unobserve(target);
          const known = this.#known.has(target);
          this.#known.add(target);
          if (isVideo(target) && (!known || news.includes(true))) changed(target);
        }
      },
      { threshold: THRESHOLDS },
    );
    this.#resized = new ResizeObserver((entries) => {
      for (const { target } of entries) if (isVideo(target)) changed(target);
    });
    signal.addEventListener('abort', () => {
      this.#observer.disconnect();
      this.#resized.disconnect();
    });
  }

  watch(video: HTMLVideoElement): void {
    this.#all.add(video);
    if (this.#all.size <= FEW) this.#observe(video);
    else this.#sweepAfter(0);
  }

  #observe(video: HTMLVideoElement): void {
    if (this.#watched.has(video)) return;
    this.#watched.add(video);
    this.#near(video);
    this.#observer.observe(video);
  }

  #sweepAfter(ms: number): void {
    if (this.#sweeping) return;
    this.#sweeping = true;
    after(ms, () => {
      this.#sweeping = false;
      if (this.#signal.aborted) return;
      const all = [...this.#all];
      const few = all.length <= FEW;
      if (few) for (const video of all) this.#observe(video);
      else if (!this.#sweep(all.filter(this.#isDue(all)))) this.#sweep(all);
      if (!few) this.#sweepAfter(SWEEP_EVERY_MS);
    });
  }

  #isDue(all: readonly HTMLVideoElement[]): (video: HTMLVideoElement, index: number) => boolean {
    const due = dueInSweep(
      all.map((video) => this.#watched.has(video)),
      this.#sweeps++,
    );
    return (_, index) => due[index] === true;
  }

  /** Watches those of the videos that are near the screen. @returns whether one is; if none is, the page has jumped. */
  #sweep(some: readonly HTMLVideoElement[]): boolean {
    // All are measured before the first is watched: the layout is asked once.
    const near = some.map(isNear);
    for (const [i, video] of some.entries()) {
      if (near[i]) this.#observe(video);
      else if (this.#watched.has(video)) this.#lose(video);
    }
    return near.includes(true);
  }

  /** It is far from the screen. */
  #lose(video: HTMLVideoElement): void {
    const wasInView = this.inView(video);
    this.#unobserve(video);
    if (wasInView) this.#changed(video);
  }

  /** It was put into another place, maybe another window. */
  moved(video: HTMLVideoElement): void {
    this.forget(video);
    this.watch(video);
  }

  /** Whether its style alone may keep it from being seen. */
  mayBeSeen(video: HTMLVideoElement): boolean {
    return this.#inSight.has(video) || this.#empty.has(video);
  }

  /** For how long it has been in sight, in ms. */
  inSightFor(video: HTMLVideoElement): number {
    return this.#inSight.has(video) ? performance.now() - (this.#since.get(video) ?? 0) : 0;
  }

  /** Whether a part of it is in sight, or may be. */
  inView(video: HTMLVideoElement): boolean {
    return this.#inView.has(video) || this.#empty.has(video);
  }

  /** Those whose style alone may keep them from being seen. */
  *candidates(): Generator<HTMLVideoElement> {
    for (const video of [...this.#inSight, ...this.#empty]) if (isVideo(video)) yield video;
  }

  /** Has the browser look anew at a video whose growth it does not tell. */
  lookAgain(video: HTMLVideoElement): void {
    if (this.#empty.has(video)) this.moved(video);
  }

  forget(video: HTMLVideoElement): void {
    this.#all.delete(video);
    this.#unobserve(video);
  }

  #unobserve(video: HTMLVideoElement): void {
    this.#watched.delete(video);
    this.#observer.unobserve(video);
    this.#resized.unobserve(video);
    for (const set of [this.#inSight, this.#inView, this.#empty, this.#known]) set.delete(video);
  }

  /** Half visible, large enough, not made invisible, and the page in front. */
  isEligible(video: HTMLVideoElement): boolean {
    return (
      isInFront(documentOf(video)) &&
      this.#inSight.has(video) &&
      isLargeEnough(
        { width: video.clientWidth, height: video.clientHeight },
        { width: video.videoWidth, height: video.videoHeight },
      ) &&
      video.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    );
  }
}

/** Whether it lies within a screen's width and height of the screen, or is not laid out, so that it may come into sight without moving. */
function isNear(video: HTMLVideoElement): boolean {
  const { x, y, width, height } = boxOf(video);
  if (width === 0 && height === 0) return true;
  const { innerWidth, innerHeight } = viewOf(video);
  return x < 2 * innerWidth && x + width > -innerWidth && y < 2 * innerHeight && y + height > -innerHeight;
}

function isHalfSeen({
  target,
  boundingClientRect,
  intersectionRect,
  rootBounds,
}: IntersectionObserverEntry): boolean {
  const { innerWidth: width, innerHeight: height } = viewOf(target);
  return isHalfVisible(boundingClientRect, intersectionRect, rootBounds ?? { width, height });
}

/** Puts an element into a set, or takes it out. @returns whether that changed anything. */
function keep(set: Set<Element>, element: Element, isIn: boolean): boolean {
  if (set.has(element) === isIn) return false;
  if (isIn) set.add(element);
  else set.delete(element);
  return true;
}
