import { followBattery } from '../settings/battery.ts';
import { engineStarts, wakeEngine } from '../messages/engine-client.ts';
import type { PageSettings } from '../messages/schemas.ts';
import type { Attempted } from './attempt-hooks.ts';
import { giveUpAnswers } from '../messages/send.ts';
import { Badges } from './badge/badges.ts';
import type { Context } from './context.ts';
import { documentOf, isInFront, isVideo, listenToPlayer, listenToPage, listenToWindow } from './dom.ts';
import { findVideos, type Finder } from './find.ts';
import { Motion } from './motion.ts';
import { onPictureInPicture } from './picture-in-picture.ts';
import { Reports } from './reports.ts';
import { whenPainting } from './screen.ts';
import { Scrolling } from './scrolling.ts';
import { Sight } from './sight.ts';
import { Source } from './source.ts';
import { StyleWatch } from './style-watch.ts';
import { showsOtherScene, lookAtVideo, lookIntoFile, type FrameRequest } from './tiers.ts';
import { rotationOnPage } from './rotation.ts';
import { FrameSlots } from './frame-slots.ts';
import { VideoCheck, type CheckHooks } from './video-check.ts';

/** Events after which the style of a video may be another one; `click` stands for all that pressing does without scripts. */
const STYLING = ['transitionend', 'animationstart', 'animationend', 'toggle', 'click'] as const;

/** While the page is scrolled, a video that has been in sight for less, in ms, is left alone: most are soon out of it again. So is one that moves fast. */
const PASSING_MS = 2000;

/** All that goes on in one frame of a page: its videos, their checks, badges and reports. */
export class Page {
  readonly finder: Finder;
  readonly #context: Context;
  readonly #checks = new Map<HTMLVideoElement, VideoCheck>();
  /** Sources that were told to be protected before their videos came near the screen. */
  readonly #protected = new WeakMap<HTMLVideoElement, Source>();
  /** Videos that were in sight and large enough once; only these are told of and checked without being asked for. */
  readonly #seen = new WeakSet<HTMLVideoElement>();
  readonly #badges: Badges;
  readonly #reports: Reports;
  readonly #sight: Sight;
  readonly #scrolling: Scrolling;
  readonly #motion = new Motion();
  readonly #hooks: CheckHooks;
  readonly #styles: StyleWatch;
  #looking = false;
  /** The site's videos are to be checked by themselves, if there is power for it. */
  #automatic: boolean;
  #onBattery = false;
  #asksBattery = false;
  #settings: PageSettings;

  constructor(context: Context, settings: PageSettings, automatic: boolean) {
    this.#context = context;
    this.#settings = settings;
    this.#automatic = automatic;
    this.#reports = new Reports(context, (check, key, before) => this.#badges.recalled(check, key, before));
    this.#sight = new Sight(
      (video) => this.checkOf(video),
      (video) => this.#sighted(video),
      context.signal,
    );
    this.#scrolling = new Scrolling(
      {
        moved: (scrolled) => this.#badges.scrolled(scrolled),
        rested: () => this.#rested(),
      },
      context.signal,
    );
    const inView = (video: HTMLVideoElement): boolean => this.#sight.inView(video);
    this.#badges = new Badges(context, settings, { inView, scrolling: this.#scrolling });
    this.#hooks = this.#checkHooks();
    this.finder = findVideos(context, {
      found: (video) => this.#found(video),
      moved: (video) => this.#moved(video),
      lost: (video) => this.#lost(video),
      entered: (where) => this.#entered(where),
      changed: () => this.#badges.lookSoon(),
    });
    const { signal } = context;
    this.#styles = new StyleWatch(() => this.#lookSoon(), signal);
    this.#entered(window);
    this.#followPower();
    onPictureInPicture((view) => this.finder.follow(view), signal);
    listenToPage('visibilitychange', () => this.#reconsiderAll(), signal);
    // Back from the browser's page cache: the background has forgotten this page meanwhile.
    listenToWindow('pageshow', (event) => event.persisted && this.#cameBack(), { signal });
  }

  set settings(settings: PageSettings) {
    this.#settings = settings;
    this.#badges.settings = settings;
    this.#followPower();
    for (const check of this.#checks.values()) this.#badges.drawSoon(check);
  }

  setAutomatic(on: boolean): void {
    this.#automatic = on;
    this.#startOrStop();
  }

  get #checksByItself(): boolean {
    return this.#automatic && !(this.#settings.energy === 'mains' && this.#onBattery);
  }

  #startOrStop(): void {
    const on = this.#checksByItself;
    for (const check of this.#checks.values()) if (!on || this.#seen.has(check.video)) check.setAutomatic(on);
  }

  /** Whether the computer runs on its battery is asked only if it matters. */
  #followPower(): void {
    this.#startOrStop();
    if (this.#settings.energy !== 'mains' || this.#asksBattery) return;
    this.#asksBattery = true;
    const told = (onBattery: boolean): void => {
      this.#onBattery = onBattery;
      this.#startOrStop();
    };
    void followBattery(told, this.#context.signal);
  }

  /** Forgets all that was found here. */
  forget(): void {
    for (const check of this.#checks.values()) check.forget();
  }

  /** A page may have thousands of videos: a check is made when its video comes near the screen, or is asked for. */
  checkOf(video: HTMLVideoElement): VideoCheck {
    return this.#checks.get(video) ?? this.#makeCheck(video);
  }

  checkNamed(id: string): VideoCheck | undefined {
    return [...this.#checks.values()].find((check) => check.id === id);
  }

  /** Scrolls to a video and opens its details. */
  show(check: VideoCheck): void {
    check.video.scrollIntoView({ block: 'center', inline: 'nearest' });
    this.#badges.openDetails(check);
  }

  #checkHooks(): CheckHooks {
    return {
      slots: new FrameSlots(() => this.#settings.energy === 'saver'),
      alive: this.#context.alive,
      eligible: (video) => this.#sight.isEligible(video),
      passing: (video) => this.#isPassing(video),
      look: (attempt, onFrame) => lookAtVideo({ ...this.#look(attempt), onFrame }),
      lookIntoFile: (attempt, share) => lookIntoFile(this.#look(attempt), share),
      engineStarts,
      glance: ({ video, key }) => showsOtherScene(video, key),
      changed: (check) => {
        // First of all: what goes wrong in the page with the badge takes nothing from the toolbar and the popup.
        if (check.progress.phase !== 'idle' || this.#seen.has(check.video)) this.#reports.changed(check);
        this.#badges.changed(check);
      },
      played: (check) => {
        if (this.#scrolling.now) return;
        // One that plays may have been made visible in a way that nothing tells of.
        if (!this.#seen.has(check.video)) this.#lookAt(check.video);
        this.#badges.look(check);
      },
      interfered: (check) => this.#reports.changed(check),
      released: (key) => this.#reports.released(key),
    };
  }

  #look({ video, source, key, progress }: Attempted): FrameRequest {
    return {
      ...{ video, source, key },
      asked: progress.asked,
      scene: progress.scene,
      visible: this.#sight.isEligible(video),
      // A picture of the tab shows no other window.
      screenAllowed: this.#settings.screenCapture && documentOf(video) === document,
      turn: rotationOnPage(video),
      hideBadges: () => this.#badges.hideForPicture(),
      onFrame: () => undefined,
    };
  }

  #found(video: HTMLVideoElement): void {
    this.#sight.watch(video);
    this.#scrolling.start();
  }

  #makeCheck(video: HTMLVideoElement): VideoCheck {
    const check = new VideoCheck(video, this.#hooks, this.#context.signal, this.#protected.get(video));
    this.#checks.set(video, check);
    if (this.#checksByItself && isInFront(documentOf(video))) void wakeEngine();
    // An element that gets its size with its picture comes into sight without crossing a threshold.
    listenToPlayer(video, 'loadeddata', () => this.#lookAt(video), { signal: check.signal });
    return check;
  }

  #lost(video: HTMLVideoElement): void {
    const check = this.#checks.get(video);
    this.#checks.delete(video);
    this.#sight.forget(video);
    this.#styles.forget(video);
    this.#seen.delete(video);
    if (!check) return;
    check.end();
    this.#badges.gone(check);
    this.#reports.gone(check);
  }

  #moved(video: HTMLVideoElement): void {
    this.#sight.moved(video);
    this.#styles.forget(video);
    const check = this.#checks.get(video);
    if (check) this.#badges.drawSoon(check);
  }

  /** Events of this tree, or window, do not reach the page's own window. */
  #entered(where: ShadowRoot | Window): void {
    const { signal } = this.#context;
    this.#badges.follow(where);
    this.#scrolling.follow(where);
    for (const type of STYLING) listenToPage(type, () => this.#lookSoon(), signal, where);
    listenToPage('encrypted', ({ target }) => this.#noteProtected(target), signal, where);
    if (where !== window) listenToPage('visibilitychange', () => this.#reconsiderAll(), signal, where);
  }

  #noteProtected(video: EventTarget | null): void {
    if (!isVideo(video) || this.#checks.has(video)) return;
    const source = new Source(video);
    source.encrypted = true;
    this.#protected.set(video, source);
  }

  /** What was hidden by style may be visible from the next frame on, or from the one after it, where a transition begins. */
  #lookSoon(): void {
    if (this.#looking || this.#scrolling.now) return;
    this.#looking = true;
    const look = (): void => {
      this.#looking = false;
      this.#reconsiderAll();
    };
    whenPainting(() => whenPainting(look));
  }

  #sighted(video: HTMLVideoElement): void {
    const check = this.#checks.get(video);
    if (!check || !this.#context.alive()) return;
    if (!this.#seen.has(video)) {
      if (this.#isPassing(video)) return;
      if (this.#sight.isEligible(video)) this.#begin(check);
    }
    const mayBeSeen = this.#sight.mayBeSeen(video);
    if (mayBeSeen && !this.#styles.isWatching(video)) this.#styles.watch(video);
    if (!mayBeSeen) this.#styles.forget(video);
    check.reconsider();
    if (check.progress.phase !== 'idle') this.#badges.sighted(check);
  }

  /** The video was in sight for the first time. */
  #begin(check: VideoCheck): void {
    this.#seen.add(check.video);
    if (this.#checksByItself) check.setAutomatic(true);
    else this.#reports.changed(check);
  }

  #reconsiderAll(): void {
    if (!this.#context.alive()) return;
    for (const video of this.#sight.candidates()) this.#lookAt(video);
  }

  #lookAt(video: HTMLVideoElement): void {
    this.#sight.lookAgain(video);
    this.#sighted(video);
  }

  /** What waited while the page was scrolled is done; where there is no end to it, what cannot wait longer. */
  #rested(): void {
    if (!this.#context.alive()) return;
    if (this.#scrolling.now) this.#badges.lookAtAll();
    else this.#badges.drawSoon();
    this.#reconsiderAll();
  }

  #isPassing(video: HTMLVideoElement): boolean {
    if (!this.#scrolling.now) return false;
    return this.#sight.inSightFor(video) < PASSING_MS || this.#motion.isFast(video, performance.now());
  }

  #cameBack(): void {
    giveUpAnswers();
    if (!this.#context.alive()) return;
    for (const check of this.#checks.values()) if (this.#seen.has(check.video)) this.#reports.changed(check);
  }
}
