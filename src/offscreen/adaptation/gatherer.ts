import type { LevelScore } from '../../adaptation/level/level.ts';
import { quantise, type Ranges } from '../../adaptation/samples/quantise.ts';
import { GATHERING } from '../../adaptation/tunables.ts';
import type { Sample } from '../../adaptation/types.ts';
import type { Mark } from '../../contracts/mark.ts';
import type { Track } from '../../verdict/video-evidence.ts';
import type { JudgedFrame, TrackScore } from '../frame-work.ts';
import type { Place } from './places.ts';

interface Waiting {
  input: Uint8Array;
  track: Track;
  timeMs: number;
}

interface Clip {
  place: Place & { origin: string };
  /** Names the video in the samples; nothing else knows it. */
  name: string;
  mark: Mark | null;
  faces: Waiting[];
  seenAt: number;
  takenAt: number;
  /** Already in the store. */
  stored: boolean;
  /** What it says of each face so far, and by which version of the network for the site. */
  scores: readonly TrackScore[];
  version: number;
}

/** What is kept of a video that is done. */
export interface SettledVideo {
  origin: string;
  samples: Sample[];
  /** Of the network for the site that judged it. */
  version: number;
  /** Of each face: what the video says of it, and how it looks at the cut. */
  scores: (Omit<LevelScore, 'sketch'> & { faces: Uint8Array[] })[];
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
    { quality, timeMs, faces, scores, version }: JudgedFrame,
  ): void {
    // A picture of the screen shows the screen's scaling, not the site's videos.
    if (quality === 'screen' || place.private) return;
    const known = this.#clips.get(video);
    const clip = known?.place.key.epoch === place.key.epoch ? known : this.#begin(video, place);
    this.#clips.delete(video);
    this.#clips.set(video, clip);
    clip.seenAt = this.#now();
    Object.assign(clip, { scores, version });
    // Also of the same moment: a video that is played again shows nothing new.
    if (clip.stored || clip.faces.some((other) => Math.abs(other.timeMs - timeMs) < GATHERING.apartMs))
      return;
    for (const { face, track } of faces) {
      if (!track || Math.max(face.box.width, face.box.height) < GATHERING.smallestSide) continue;
      if (clip.faces.length >= GATHERING.facesPerVideo) break;
      clip.faces.push({
        input: face.input,
        track,
        timeMs,
      });
    }
    this.#bound();
  }

  /** Marks a video, or takes its mark back with null. @returns its name in the samples and how many faces of it wait; null if unknown. */
  mark(
    tabId: number,
    frameId: number,
    key: Place['key'],
    mark: Mark | null,
  ): { origin: string; name: string; waiting: number } | null {
    for (const clip of this.#clips.values()) {
      const { place } = clip;
      if (place.tabId !== tabId || place.frameId !== frameId) continue;
      if (place.key.video !== key.video || place.key.epoch !== key.epoch) continue;
      clip.mark = mark;
      return { origin: place.origin, name: clip.name, waiting: clip.faces.length };
    }
    return null;
  }

  /** Takes back the mark of the video of that name. */
  unmark(name: string): void {
    for (const clip of this.#clips.values()) if (clip.name === name) clip.mark = null;
  }

  /** Where a video of that name is; null if it is no longer known. */
  placeOf(name: string): Place | null {
    return [...this.#clips.values()].find((clip) => clip.name === name)?.place ?? null;
  }

  /** ms until the next clip settles; null if none waits. */
  get settlesIn(): number | null {
    const waiting = [...this.#clips.values()].filter(({ faces }) => faces.length > 0);
    if (waiting.length === 0) return null;
    return Math.max(0, Math.min(...waiting.map(({ seenAt }) => seenAt)) + GATHERING.settledMs - this.#now());
  }

  /**
   * Takes out the faces of videos that are no longer being judged, as samples, one site at a time. One at a time may go through it.
   * @param cut values at the cut of the network as it was installed.
   */
  async *settled(
    cut: (faces: readonly Uint8Array[]) => Promise<Float32Array[]>,
    ranges: Ranges,
  ): AsyncGenerator<SettledVideo> {
    for (const clip of [...this.#clips.values()]) {
      if (!this.#isSettled(clip)) continue;
      const faces = clip.faces.splice(0);
      clip.stored = true;
      const samples: Sample[] = [];
      const ofTracks = new Map<Track, Uint8Array[]>();
      for (const { input, track } of faces) {
        const [values] = await cut([input]);
        if (!values) throw new Error('The network gave no answer');
        const face = quantise(values, ranges);
        samples.push({
          id: crypto.randomUUID(),
          video: clip.name,
          takenAt: clip.takenAt,
          trusted: clip.mark === 'trusted',
          face,
        });
        ofTracks.set(track, [...(ofTracks.get(track) ?? []), face]);
      }
      // It may have been forgotten meanwhile.
      if (![...this.#clips.values()].includes(clip)) continue;
      const { name: video, takenAt, scores, version } = clip;
      yield {
        origin: clip.place.origin,
        samples,
        version,
        scores: scores.flatMap(({ track, logOdds }) => {
          const seen = ofTracks.get(track);
          return seen ? [{ video, takenAt, logOdds, faces: seen }] : [];
        }),
      };
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
    return faces.length > 0 && this.#now() - seenAt >= GATHERING.settledMs;
  }

  #begin(video: string, place: Place & { origin: string }): Clip {
    const now = this.#now();
    const clip: Clip = {
      place,
      name: crypto.randomUUID(),
      mark: null,
      faces: [],
      seenAt: now,
      takenAt: now,
      stored: false,
      scores: [],
      version: 0,
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
      if (waiting > GATHERING.faces) clip.faces.length = 0;
    }
    for (const [video, clip] of this.#clips) {
      if (this.#clips.size <= GATHERING.videos) return;
      if (clip.faces.length === 0) this.#clips.delete(video);
    }
  }
}
