import { isHalfVisible, isLargeEnough } from './eligible.ts';

/** Coarse steps around the half that matters; more of them would wake this script on every scrolled pixel. */
const THRESHOLDS = [0, 0.25, 0.5, 0.75, 1];

/** Knows which videos are in sight, without asking: the browser tells of every change. */
export class Sight {
  readonly #inSight = new Set<Element>();
  readonly #observer: IntersectionObserver;
  /** A small player that grows in place crosses no threshold. */
  readonly #resized: ResizeObserver;

  constructor(changed: (video: HTMLVideoElement) => void, signal: AbortSignal) {
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const viewport = entry.rootBounds ?? { width: window.innerWidth, height: window.innerHeight };
          const half = isHalfVisible(entry.boundingClientRect, entry.intersectionRect, viewport);
          if (half) this.#inSight.add(entry.target);
          else this.#inSight.delete(entry.target);
          if (entry.target instanceof HTMLVideoElement) changed(entry.target);
        }
      },
      { threshold: THRESHOLDS },
    );
    this.#resized = new ResizeObserver((entries) => {
      for (const { target } of entries) if (target instanceof HTMLVideoElement) changed(target);
    });
    signal.addEventListener('abort', () => {
      this.#observer.disconnect();
      this.#resized.disconnect();
    });
  }

  watch(video: HTMLVideoElement): void {
    this.#observer.observe(video);
    this.#resized.observe(video);
  }

  forget(video: HTMLVideoElement): void {
    this.#observer.unobserve(video);
    this.#resized.unobserve(video);
    this.#inSight.delete(video);
  }

  /** Half visible, large enough, not made invisible, and the page in front. */
  isEligible(video: HTMLVideoElement): boolean {
    return (
      document.visibilityState === 'visible' &&
      this.#inSight.has(video) &&
      isLargeEnough(
        { width: video.clientWidth, height: video.clientHeight },
        { width: video.videoWidth, height: video.videoHeight },
      ) &&
      video.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    );
  }
}
