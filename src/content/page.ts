import type { Settings } from '../settings/schema.ts';
import { Badges } from './badge/badges.ts';
import type { Context } from './context.ts';
import { findVideos, type Finder } from './find.ts';
import { Reports } from './reports.ts';
import { Sight } from './sight.ts';
import { lookAtVideo } from './tiers.ts';
import { Turns } from './turns.ts';
import { VideoCheck, type Surroundings } from './video-check.ts';

/** All that goes on in one frame of a page: its videos, their checks, badges and reports. */
export class Page {
  readonly finder: Finder;
  readonly #context: Context;
  readonly #checks = new Map<HTMLVideoElement, VideoCheck>();
  /** Videos that were in sight and large enough once; only these are told of and checked without being asked for. */
  readonly #seen = new WeakSet<HTMLVideoElement>();
  readonly #badges: Badges;
  readonly #reports: Reports;
  readonly #sight: Sight;
  readonly #around: Surroundings;
  #automatic: boolean;
  #settings: Settings;

  constructor(context: Context, settings: Settings, automatic: boolean) {
    this.#context = context;
    this.#settings = settings;
    this.#automatic = automatic;
    this.#badges = new Badges(context, settings.corner);
    this.#reports = new Reports(context);
    this.#sight = new Sight((video) => this.#sighted(video), context.signal);
    this.#around = this.#surroundings();
    this.finder = findVideos(context, {
      found: (video) => this.#found(video),
      lost: (video) => this.#lost(video),
      changed: () => this.#badges.refreshSoon(),
    });
    document.addEventListener('visibilitychange', () => this.#reconsiderAll(), { signal: context.signal });
    // Back from the browser's page cache: the background has forgotten this page meanwhile.
    window.addEventListener('pageshow', (event) => event.persisted && this.#reportAll(), {
      signal: context.signal,
    });
  }

  set settings(settings: Settings) {
    this.#settings = settings;
    this.#badges.corner = settings.corner;
  }

  setAutomatic(on: boolean): void {
    this.#automatic = on;
    for (const check of this.#checks.values()) if (!on || this.#seen.has(check.video)) check.setAutomatic(on);
  }

  /** Forgets all that was found here. */
  forget(): void {
    for (const check of this.#checks.values()) check.forget();
  }

  checkOf(video: HTMLVideoElement): VideoCheck | undefined {
    return this.#checks.get(video);
  }

  checkNamed(id: string): VideoCheck | undefined {
    return [...this.#checks.values()].find((check) => check.id === id);
  }

  /** Scrolls to a video and opens its details. */
  show(check: VideoCheck): void {
    check.video.scrollIntoView({ block: 'center', inline: 'nearest' });
    this.#badges.openDetails(check);
  }

  #surroundings(): Surroundings {
    return {
      turns: new Turns(),
      alive: this.#context.alive,
      eligible: (video) => this.#sight.isEligible(video),
      look: (check, source, onFrame) =>
        lookAtVideo({
          video: check.video,
          source,
          key: check.key,
          asked: check.progress.asked,
          visible: this.#sight.isEligible(check.video),
          screenAllowed: this.#settings.screenCapture,
          hideBadges: () => this.#badges.hideForPicture(),
          onFrame,
        }),
      changed: (check) => {
        this.#badges.changed(check);
        if (check.progress.phase !== 'idle' || this.#seen.has(check.video)) this.#reports.changed(check);
      },
      released: (key) => this.#reports.released(key),
    };
  }

  #found(video: HTMLVideoElement): void {
    const check = new VideoCheck(video, this.#around, this.#context.signal);
    this.#checks.set(video, check);
    this.#sight.watch(video);
    // An element that gets its size with its picture comes into sight without crossing a threshold.
    video.addEventListener('loadeddata', () => this.#sighted(video), { signal: check.signal });
  }

  #lost(video: HTMLVideoElement): void {
    const check = this.#checks.get(video);
    this.#checks.delete(video);
    this.#sight.forget(video);
    this.#seen.delete(video);
    if (!check) return;
    check.end();
    this.#badges.gone(check);
    this.#reports.gone(check);
  }

  #sighted(video: HTMLVideoElement): void {
    const check = this.#checks.get(video);
    if (!check || !this.#context.alive()) return;
    if (!this.#seen.has(video) && this.#sight.isEligible(video)) {
      this.#seen.add(video);
      if (this.#automatic) check.setAutomatic(true);
      else this.#reports.changed(check);
    }
    check.reconsider();
    this.#badges.refreshSoon();
  }

  #reconsiderAll(): void {
    if (!this.#context.alive()) return;
    for (const video of this.#checks.keys()) this.#sighted(video);
  }

  #reportAll(): void {
    if (!this.#context.alive()) return;
    for (const check of this.#checks.values()) if (this.#seen.has(check.video)) this.#reports.changed(check);
  }
}
