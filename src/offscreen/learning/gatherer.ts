import { Random } from '../../adaptation/blend/random.ts';
import { cutsOf } from '../../adaptation/make-sample.ts';
import type { Ranges } from '../../adaptation/quantise.ts';
import { SETTLED_MS } from '../../adaptation/tunables.ts';
import type { Sample } from '../../adaptation/types.ts';
import { INPUT_SIZE, pointsInCrop } from '../../detector/crop.ts';
import type { Quality } from '../../verdict/types.ts';
import type { Point } from '../face-finder.ts';
import type { JudgedFace } from '../frame-work.ts';
import { recode } from '../recode.ts';
import type { Place } from './places.ts';

/** Faces of one video that wait in memory at most; the reservoir on disk has a bound of its own. */
const FACES_A_VIDEO = 8;
/** Of all videos together: 48 kB each. */
const FACES_WAITING = 64;
/** Videos that can still be marked as trusted: those seen last. */
const MOST_CLIPS = 200;
/** Frames of one video closer in time than this show the same, in ms of media time. */
const APART_MS = 1500;
/** Smaller faces are mostly the detector's upscaling, in native px. */
const SMALLEST_SIDE = 64;

interface Waiting {
  input: Uint8Array;
  keypoints: Point[];
  feature: Float32Array;
  timeMs: number;
}

interface Clip {
  place: Place & { origin: string };
  /** Names the video in the samples; nothing else knows it. */
  name: string;
  trusted: boolean;
  faces: Waiting[];
  seenAt: number;
  takenAt: number;
  /** Already in the store. */
  stored: boolean;
}

/** Keeps crops of judged videos in memory until the video is done, and then makes samples of them: no picture is ever stored. */
export class Gatherer {
  /** In the order in which they were last seen. */
  readonly #clips = new Map<string, Clip>();
  readonly #now: () => number;

  constructor(now: () => number = () => Date.now()) {
    this.#now = now;
  }

  /** Takes in the faces of a frame. The caller has asked whether the site may be learned from. */
  offer(
    video: string,
    place: Place & { origin: string },
    quality: Quality,
    timeMs: number,
    faces: readonly JudgedFace[],
  ): void {
    // A picture of the screen shows the screen's scaling, not the site's videos.
    if (quality === 'screen' || place.private) return;
    const known = this.#clips.get(video);
    const clip = known?.place.key.epoch === place.key.epoch ? known : this.#begin(video, place);
    this.#clips.delete(video);
    this.#clips.set(video, clip);
    clip.seenAt = this.#now();
    if (clip.stored) return;
    for (const { face, evidence, track } of faces) {
      if (!track || Math.max(face.box.width, face.box.height) < SMALLEST_SIDE) continue;
      const near = clip.faces.some(
        (other) => other.timeMs !== timeMs && Math.abs(other.timeMs - timeMs) < APART_MS,
      );
      if (near || clip.faces.length >= FACES_A_VIDEO) continue;
      clip.faces.push({
        input: face.input,
        keypoints: pointsInCrop(face.box, face.keypoints, INPUT_SIZE),
        feature: evidence.feature,
        timeMs,
      });
    }
    this.#bound();
  }

  /** Marks a video as one that the user trusts. @returns its name in the samples and how many faces of it wait; null if unknown. */
  trust(
    tabId: number,
    frameId: number,
    key: Place['key'],
    trusted: boolean,
  ): { origin: string; name: string; waiting: number } | null {
    for (const clip of this.#clips.values()) {
      const { place } = clip;
      if (place.tabId !== tabId || place.frameId !== frameId) continue;
      if (place.key.video !== key.video || place.key.epoch !== key.epoch) continue;
      clip.trusted = trusted;
      return { origin: place.origin, name: clip.name, waiting: clip.faces.length };
    }
    return null;
  }

  /** ms until the next clip settles; null if none waits. */
  get settlesIn(): number | null {
    const waiting = [...this.#clips.values()].filter(({ faces }) => faces.length > 0);
    if (waiting.length === 0) return null;
    return Math.max(0, Math.min(...waiting.map(({ seenAt }) => seenAt)) + SETTLED_MS - this.#now());
  }

  /**
   * Takes out the faces of videos that are no longer being judged, as samples, one site at a time. One at a time may go through it.
   * @param cut values at the cut of the network as it was installed.
   */
  async *settled(
    cut: (faces: readonly Uint8Array[]) => Promise<Float32Array[]>,
    ranges: Ranges,
  ): AsyncGenerator<{ origin: string; samples: Sample[] }> {
    for (const clip of [...this.#clips.values()]) {
      if (!this.#isSettled(clip)) continue;
      const faces = clip.faces.splice(0);
      clip.stored = true;
      const random = new Random(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
      const samples: Sample[] = [];
      for (const { input, keypoints, feature } of faces) {
        const made = await cutsOf(input, keypoints, { cut, recode, ranges, random });
        const id = crypto.randomUUID();
        samples.push({
          id,
          video: clip.name,
          takenAt: clip.takenAt,
          trusted: clip.trusted,
          feature,
          ...made,
        });
      }
      // It may have been forgotten meanwhile.
      if (![...this.#clips.values()].includes(clip)) continue;
      yield { origin: clip.place.origin, samples };
    }
  }

  /** Forgets what waits of a site; of all with null. */
  forget(origin: string | null): void {
    for (const [video, clip] of this.#clips) {
      if (origin !== null && clip.place.origin !== origin) continue;
      this.#clips.delete(video);
      // Whoever goes through the clips just now must find nothing in it.
      clip.faces.length = 0;
    }
  }

  /** Sites with videos that are done and whose faces wait. */
  get settledOrigins(): string[] {
    const settled = [...this.#clips.values()].filter((clip) => this.#isSettled(clip));
    return [...new Set(settled.map(({ place }) => place.origin))];
  }

  /** Gives up the faces of videos that are done: they could not be kept, and are not to wait for better times. */
  dropSettled(): void {
    for (const clip of this.#clips.values()) if (this.#isSettled(clip)) clip.faces.length = 0;
  }

  #isSettled({ faces, seenAt }: Clip): boolean {
    return faces.length > 0 && this.#now() - seenAt >= SETTLED_MS;
  }

  #begin(video: string, place: Place & { origin: string }): Clip {
    const now = this.#now();
    const clip: Clip = {
      place,
      name: crypto.randomUUID(),
      trusted: false,
      faces: [],
      seenAt: now,
      takenAt: now,
      stored: false,
    };
    // A former source that did not settle is not lost: it waits under a name of its own.
    const former = this.#clips.get(video);
    if (former && former.faces.length > 0) this.#clips.set(`${video} ${former.place.key.epoch}`, former);
    return clip;
  }

  /** The faces, then the clips, that were not seen for the longest go. */
  #bound(): void {
    let waiting = 0;
    for (const clip of [...this.#clips.values()].reverse()) {
      waiting += clip.faces.length;
      if (waiting > FACES_WAITING) clip.faces.length = 0;
    }
    for (const [video, clip] of this.#clips) {
      if (this.#clips.size <= MOST_CLIPS) return;
      if (clip.faces.length === 0) this.#clips.delete(video);
    }
  }
}
