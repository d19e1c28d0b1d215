import { verdictOf } from '../../messages/report.ts';
import type { Corner } from '../../settings/schema.ts';
import { verdictLine } from '../../verdict/words.ts';
import { clippersOf, rectOf, visiblePartOf } from '../clipping.ts';
import type { Context } from '../context.ts';
import { painted } from '../screen.ts';
import type { VideoCheck } from '../video-check.ts';
import { isCovered, isUnderBar } from './covering.ts';
import { BADGE_TAG, Badge } from './host.ts';
import { guardKeys } from './keys.ts';
import { LiveRegion } from './live.ts';
import { displayOf } from './state.ts';
import { containerFor, fullscreenOver } from './top-layer.ts';

/** Events of the page after which badges may have to move or hide. None of them fires while nothing happens. */
const MOVING = [
  'scroll',
  'resize',
  'fullscreenchange',
  'toggle',
  'close',
  'transitionend',
  'animationend',
] as const;
/** The player's own signs of life; `timeupdate` catches what moved without any event. */
const PLAYER = ['timeupdate', 'resize', 'play', 'pause'] as const;

/** All badges of this frame: makes, updates, places and removes them. */
export class Badges {
  readonly #context: Context;
  readonly #badges = new Map<VideoCheck, Badge>();
  readonly #playerLife = new Map<VideoCheck, AbortController>();
  readonly #live = new LiveRegion();
  readonly #announced = new Map<VideoCheck, string>();
  readonly #resized = new ResizeObserver(() => this.refreshSoon());
  #corner: Corner;
  #photographing = 0;
  #scheduled = false;

  constructor(context: Context, corner: Corner) {
    this.#context = context;
    this.#corner = corner;
    // Those of an older copy of this script, whose extension was reloaded under the page.
    for (const old of document.querySelectorAll(BADGE_TAG)) old.remove();
    for (const type of MOVING) {
      window.addEventListener(type, () => this.refreshSoon(), {
        capture: true,
        passive: true,
        signal: context.signal,
      });
    }
    guardKeys((target) => [...this.#badges.values()].find((badge) => badge.host === target), context.signal);
    context.signal.addEventListener('abort', () => this.#removeAll());
  }

  set corner(corner: Corner) {
    this.#corner = corner;
    this.refreshSoon();
  }

  /** The check's progress changed: what it shows must change before anything else happens. */
  changed(check: VideoCheck): void {
    this.#refresh(check);
    this.#announce(check);
  }

  gone(check: VideoCheck): void {
    this.#remove(check);
    this.#announced.delete(check);
  }

  openDetails(check: VideoCheck): void {
    this.#refresh(check);
    this.#badges.get(check)?.open();
  }

  /** Looks at all badges with the next animation frame; many calls are one look. */
  refreshSoon(): void {
    if (this.#scheduled || this.#badges.size === 0) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      if (this.#context.alive()) for (const check of [...this.#badges.keys()]) this.#refresh(check);
    });
  }

  /** Keeps all badges from being painted until the function it resolves to is called. */
  async hideForPicture(): Promise<() => void> {
    this.#photographing++;
    this.#refreshAll();
    await painted();
    return () => {
      this.#photographing--;
      this.#refreshAll();
    };
  }

  #refreshAll(): void {
    for (const check of [...this.#badges.keys()]) this.#refresh(check);
  }

  #refresh(check: VideoCheck): void {
    const { video, progress } = check;
    const fullscreen = fullscreenOver(video);
    const rect = rectOf(video);
    const shown = video.isConnected && video.checkVisibility({ visibilityProperty: true });
    const visible = shown ? visiblePartOf(rect, clippersOf(video)) : null;
    const display = displayOf({
      contextDead: !this.#context.alive(),
      fullscreenSelf: fullscreen === 'self',
      covered: fullscreen === 'elsewhere' || isCovered(video, rect),
      offScreen: visible === null,
      photographed: this.#photographing > 0,
      progress,
    });
    if (display.kind === 'removed') {
      this.#remove(check);
      return;
    }
    const badge = this.#badgeOf(check);
    badge.transparent = display.kind === 'transparent';
    if (display.kind === 'transparent') return;
    if (display.kind === 'hidden' || !visible) {
      badge.hide();
      return;
    }
    badge.attach(containerFor(video));
    badge.show(display, progress.state, rect.width);
    const middle = badge.place(rect, visible, this.#corner);
    if (!middle || isUnderBar(video, middle.x, middle.y, badge.host)) badge.hide();
  }

  #badgeOf(check: VideoCheck): Badge {
    const known = this.#badges.get(check);
    if (known) return known;
    const badge = new Badge({ again: () => check.again(), moved: () => this.#refresh(check) });
    const life = new AbortController();
    for (const type of PLAYER) {
      check.video.addEventListener(type, () => this.refreshSoon(), { signal: life.signal });
    }
    this.#resized.observe(check.video);
    this.#badges.set(check, badge);
    this.#playerLife.set(check, life);
    return badge;
  }

  #announce(check: VideoCheck): void {
    const { asked, phase, epoch } = check.progress;
    if (asked) this.#live.attach(containerFor(check.video));
    const verdict = verdictOf(check.progress);
    if (!asked || phase !== 'done' || !verdict) return;
    const words = `Video check: ${verdictLine(verdict)}`;
    if (this.#announced.get(check) === `${epoch} ${words}`) return;
    this.#announced.set(check, `${epoch} ${words}`);
    this.#live.say(words);
  }

  #remove(check: VideoCheck): void {
    this.#badges.get(check)?.remove();
    this.#badges.delete(check);
    this.#playerLife.get(check)?.abort();
    this.#playerLife.delete(check);
    this.#resized.unobserve(check.video);
  }

  #removeAll(): void {
    for (const check of [...this.#badges.keys()]) this.#remove(check);
    this.#resized.disconnect();
    this.#live.host.remove();
  }
}
