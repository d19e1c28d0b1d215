import { text } from '../../words/text.ts';
import { verdictOf } from '../../messages/report.ts';
import { send } from '../../messages/send.ts';
import { after } from '../../messages/timers.ts';
import type { Before, PageSettings, VideoKey } from '../../messages/schemas.ts';
import { verdictLine } from '../../verdict/words.ts';
import type { Context } from '../context.ts';
import { allIn, listenToPage, listenToPlayer, listenToWindow, takeOut } from '../dom.ts';
import { painted, whenPainting } from '../screen.ts';
import type { Scrolling } from '../scrolling.ts';
import type { VideoCheck } from '../video-check.ts';
import { handMadeDialogs } from './covering.ts';
import { drawBadge, followScroll, hasMoved, movesBy, type Drawing, type PageState } from './drawing.ts';
import { OWN_MARK } from './elements.ts';
import { noTampering, type Tampering } from './guard.ts';
import { Badge } from './host.ts';
import { guardKeys } from './keys.ts';
import { LiveRegion } from './live.ts';
import { TabOrder } from './tab-order.ts';
import { isLeftOut } from './state.ts';
import { inStep } from './steps.ts';
import { containerFor } from './top-layer.ts';

/** Events of the page after which badges may have to move or hide. None of them fires while nothing happens. */
const MOVING = ['resize', 'fullscreenchange', 'toggle', 'close', 'transitionend', 'animationend'] as const;
/** The player's own signs of life. */
const PLAYER = ['resize', 'play', 'pause'] as const;
/** Between two looks at whether badges lie where they should after changes of the page, in ms: pages change all the time. */
const LOOK_EVERY_MS = 250;
/** A badge is placed anew after so long, in ms, where something happens: of bars and dialogs of the page there is no other word. */
const DRAW_EVERY_MS = 1000;

/** What the badges have to know of their page. */
interface PageView {
  /** A part of the video is in sight, or may be. */
  inView: (video: HTMLVideoElement) => boolean;
  scrolling: Scrolling;
}

/** All badges of this frame: makes, updates, places and removes them. Only videos in view have one. */
export class Badges {
  readonly #context: Context;
  readonly #view: PageView;
  readonly #badges = new Map<VideoCheck, Drawing>();
  readonly #tampering = new WeakMap<VideoCheck, Tampering>();
  readonly #playerLife = new Map<VideoCheck, AbortController>();
  readonly #live = new LiveRegion();
  readonly #before = new WeakMap<VideoCheck, { epoch: number; before: Before }>();
  readonly #announced = new Map<VideoCheck, string>();
  readonly #due = new Set<VideoCheck>();
  #settings: PageSettings;
  #photographing = 0;
  #scheduled = false;
  #looking = false;

  constructor(context: Context, settings: PageSettings, view: PageView) {
    this.#context = context;
    this.#settings = settings;
    this.#view = view;
    // Those of an older copy of this script, whose extension was reloaded under the page.
    for (const old of allIn(document, `[${OWN_MARK}]`)) takeOut(old);
    const badgeOf = (target: EventTarget | null): Badge | undefined =>
      [...this.#badges.values()].find(({ badge }) => badge.host === target)?.badge;
    const shown = (): Drawing[] => [...this.#badges.values()].filter(({ drawn }) => drawn?.button);
    guardKeys(badgeOf, new TabOrder(shown, context.signal), context.signal);
    const outside = { capture: true, passive: true, signal: context.signal };
    listenToWindow('pointerdown', (event) => this.#closeAllBut(event.target), outside);
    context.signal.addEventListener('abort', () => this.#removeAll());
  }

  /** Whatever moves in this window, or in this shadow tree, may move badges. */
  follow(where: Window | ShadowRoot): void {
    for (const type of MOVING) listenToPage(type, () => this.drawSoon(), this.#context.signal, where);
  }

  /** Takes effect where badges are drawn next. */
  set settings(settings: PageSettings) {
    this.#settings = settings;
  }

  /** The check's progress changed: what it shows must change before anything else happens. */
  changed(check: VideoCheck): void {
    if (check.progress.phase === 'idle' && !this.#badges.has(check)) return;
    this.#draw([check]);
    this.#safely(check, () => this.#announce(check));
  }

  /** What the history says of a video that looks like this one, under this source of it; null for nothing. */
  recalled(check: VideoCheck, key: VideoKey, before: Before | null): void {
    if (before === null && !this.#before.has(check)) return;
    if (before) this.#before.set(check, { epoch: key.epoch, before });
    else this.#before.delete(check);
    this.drawSoon(check);
  }

  gone(check: VideoCheck): void {
    this.#remove(check);
    this.#announced.delete(check);
  }

  openDetails(check: VideoCheck): void {
    this.#safely(check, () => this.#drawingOf(check).badge.open());
  }

  /** Draws the badge of a video, or all of them, with the next animation frame; many calls are one. */
  drawSoon(check?: VideoCheck): void {
    for (const each of check ? [check] : this.#badges.keys()) this.#due.add(each);
    if (this.#scheduled || this.#due.size === 0) return;
    this.#scheduled = true;
    whenPainting(() => {
      this.#scheduled = false;
      const due = [...this.#due];
      this.#due.clear();
      if (this.#context.alive()) this.#draw(due);
    });
  }

  /** Something of the page changed. */
  lookSoon(): void {
    if (this.#looking || this.#badges.size === 0 || this.#view.scrolling.now) return;
    this.#looking = true;
    after(LOOK_EVERY_MS, () => {
      this.#looking = false;
      if (!this.#context.alive()) return;
      for (const check of this.#badges.keys()) this.look(check);
    });
  }

  /** More or less of the video is in sight. A badge that the browser moves along while the page is scrolled can wait for the page to rest. */
  sighted(check: VideoCheck): void {
    const drawn = this.#badges.get(check)?.drawn;
    const waits = this.#view.scrolling.now && this.#view.inView(check.video) && drawn?.button && drawn.along;
    if (!waits) this.drawSoon(check);
  }

  /** Draws badges anew that are not where or as they should be. */
  lookAtAll(): void {
    for (const [check, drawing] of this.#badges) if (hasMoved(drawing)) this.drawSoon(check);
  }

  /** The page, or a box of it, was scrolled. Badges that do not scroll along are moved in the same frame. @returns whether there is one. */
  scrolled(target: EventTarget | null): boolean {
    const concerned = [...this.#badges.values()].filter((drawing) => movesBy(drawing, target));
    if (concerned.length > 0) inStep(concerned.map(followScroll));
    return concerned.length > 0;
  }

  /** Keeps all badges from being painted until the function it resolves to is called. */
  async hideForPicture(): Promise<() => void> {
    this.#photographing++;
    this.#draw([...this.#badges.keys()]);
    await painted();
    return () => {
      this.#photographing--;
      this.#draw([...this.#badges.keys()]);
    };
  }

  #draw(checks: readonly VideoCheck[]): void {
    const contextDead = !this.#context.alive();
    const page = this.#state();
    const drawn = checks.filter((check) => this.#mayHaveBadge(check));
    const pieces = drawn.map((check) =>
      drawBadge(check, page, {
        contextDead,
        leftOut: this.#isLeftOut(check),
        before: this.#beforeOf(check),
        drawing: () => this.#drawingOf(check),
        remove: () => this.#remove(check),
      }),
    );
    inStep(pieces, (error, i) => {
      const check = drawn[i];
      if (check) failed(check, error);
    });
  }

  #state(): PageState {
    const dialogs = new Map<Document, Element[]>();
    return {
      photographing: this.#photographing > 0,
      corner: this.#settings.corner,
      size: this.#settings.badgeSize,
      scrolling: this.#view.scrolling.now,
      dialogs: (page) => {
        const found = dialogs.get(page) ?? handMadeDialogs(page);
        dialogs.set(page, found);
        return found;
      },
    };
  }

  #beforeOf(check: VideoCheck): Before | null {
    const kept = this.#before.get(check);
    return kept?.epoch === check.key.epoch && check.progress.phase === 'done' ? kept.before : null;
  }

  /** Details that the user opened from the popup stay until they are closed. */
  #isLeftOut(check: VideoCheck): boolean {
    return isLeftOut(this.#settings.badges, check.progress) && !this.#badges.get(check)?.badge.isOpen;
  }

  /** A badge that is not to be seen is taken away, unless its details are open. */
  #mayHaveBadge(check: VideoCheck): boolean {
    if (this.#badges.get(check)?.badge.isOpen || this.#view.inView(check.video)) return true;
    this.#remove(check);
    return false;
  }

  /** Draws a badge anew if it is not where or as it should be, or was not drawn for long; while the page is scrolled that waits. */
  look(check: VideoCheck): void {
    const drawing = this.#badges.get(check);
    if (!drawing || this.#view.scrolling.now || !this.#context.alive()) return;
    const stale = performance.now() - drawing.at >= DRAW_EVERY_MS;
    if (stale || hasMoved(drawing)) this.drawSoon(check);
  }

  /** An error here must end nothing but the drawing. */
  #safely(check: VideoCheck, work: () => void): void {
    try {
      work();
    } catch (error) {
      failed(check, error);
    }
  }

  #drawingOf(check: VideoCheck): Drawing {
    const known = this.#badges.get(check);
    if (known) return known;
    const tampering = this.#tampering.get(check) ?? noTampering();
    this.#tampering.set(check, tampering);
    const badge = new Badge(tampering, {
      again: () => check.again(),
      compare: () => void openComparison(check.video),
      moved: () => this.#draw([check]),
      interfered: (how) => check.interfered(how),
      vanished: () => this.drawSoon(check),
    });
    const life = new AbortController();
    for (const type of PLAYER) {
      // While the page is scrolled that can wait until it rests.
      const again = (): void => {
        if (!this.#view.scrolling.now) this.drawSoon(check);
      };
      listenToPlayer(check.video, type, again, { signal: life.signal });
    }
    const drawing = { badge, video: check.video, at: 0, drawn: null };
    this.#badges.set(check, drawing);
    this.#playerLife.set(check, life);
    return drawing;
  }

  #announce(check: VideoCheck): void {
    const { asked, phase, epoch } = check.progress;
    const container = asked ? containerFor(check.video) : null;
    if (container) this.#live.attach(container);
    const verdict = verdictOf(check.progress);
    if (!asked || phase !== 'done' || !verdict) return;
    const words = text('badge_result', { line: verdictLine(verdict, check.progress.state) });
    if (this.#announced.get(check) === `${epoch} ${words}`) return;
    this.#announced.set(check, `${epoch} ${words}`);
    this.#live.say(words);
  }

  #remove(check: VideoCheck): void {
    this.#badges.get(check)?.badge.remove();
    this.#badges.delete(check);
    this.#playerLife.get(check)?.abort();
    this.#playerLife.delete(check);
  }

  /** Details close when something else is pressed. */
  #closeAllBut(pressed: EventTarget | null): void {
    for (const { badge } of this.#badges.values()) if (badge.host !== pressed) badge.close('elsewhere');
  }

  #removeAll(): void {
    for (const check of [...this.#badges.keys()]) this.#remove(check);
    this.#live.host.remove();
  }
}

/** On a page of our own, which opens the video by its address where it has one. */
async function openComparison({ currentSrc }: HTMLVideoElement): Promise<void> {
  try {
    await send('background.compare', { url: /^https?:/.test(currentSrc) ? currentSrc : '' });
  } catch (error) {
    console.warn('FakeFilter: the page for the comparison was not opened:', error);
  }
}

function failed(check: VideoCheck, error: unknown): void {
  console.warn('FakeFilter: a badge could not be drawn', error);
  check.interfered('failed');
}
