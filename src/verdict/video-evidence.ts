import type { FaceFrame } from './aggregation/aggregation.ts';
import { MeanMask } from './mean-mask.ts';
import { assignTracks, nearestInTime, type Sighting } from './tracks.ts';
import { TUNABLES } from './tunables.ts';
import type { Box, Quality } from './types.ts';

/** One face of one frame, judged. */
export interface SeenFace {
  /** In fractions of the frame. */
  box: Box;
  logOdds: number;
  distance: number;
  /** Longer side of the box in native pixels. */
  side: number;
  /** Of the crop; 0 is a flat one. */
  sharpness: number;
  /** Of the crop, in steps of brightness. */
  noise: number;
  /** Signs of blending in 8×8 fields of the crop, 0…1, `[64]`; of a detector that does not say, none. */
  mask?: ArrayLike<number> | null;
}

/** One frame, judged. */
export interface SeenFrame {
  timeMs: number;
  /** Width over height. */
  aspect: number;
  quality: Quality;
  faces: readonly SeenFace[];
}

/** A face followed through the frames. */
export interface Track {
  /** 1, 2, 3… in order of first appearance. */
  number: number;
  /** Where it was seen: at least one, at most `TUNABLES.framesSeenLimit`, the newest last. */
  sightings: [Sighting, ...Sighting[]];
  /** One for each sighting. */
  frames: FaceFrame[];
  thumbnail: string;
  /** Side in native px of the face in the thumbnail, 0 without one. */
  thumbnailSide: number;
  /** Mean of the masks of all its frames. */
  readonly mask: MeanMask;
}

/** All that is kept of one video: no pixels but thumbnails, and never more than the limits allow. */
export class VideoEvidence {
  framesSeen = 0;
  framesJudged = 0;
  quality: Quality;
  /** Version of the network for the site by which the last frame was judged; 0: as installed. */
  siteVersion = 0;
  readonly tracks: Track[] = [];
  /** The largest face of each judged frame, whoever it is: what is judged if no single face was seen often enough. */
  readonly main: FaceFrame[] = [];

  constructor(quality: Quality) {
    this.quality = quality;
  }

  /** @returns for each face its track, or null if there are too many tracks already. */
  add(frame: SeenFrame): (Track | null)[] {
    this.framesSeen++;
    this.quality = frame.quality;
    if (frame.faces.length === 0) return [];
    this.framesJudged++;
    const assigned = assignTracks(
      this.tracks.map((track) => nearestInTime(track.sightings, frame.timeMs)),
      frame.faces.map(({ box }) => ({ box, aspect: frame.aspect, timeMs: frame.timeMs })),
    ).map((index) => (index === null ? null : (this.tracks[index] ?? null)));

    const tracks = frame.faces.map((face, index): Track | null => {
      const sighting = { box: face.box, aspect: frame.aspect, timeMs: frame.timeMs };
      const known = assigned[index];
      if (known) keep(known.sightings, sighting);
      const track = known ?? this.#begin(sighting);
      if (track) {
        keep(track.frames, faceFrame(frame.timeMs, face));
        if (face.mask) track.mask.add(face.mask);
      }
      return track;
    });
    const largest = frame.faces.reduce((a, b) => (b.side > a.side ? b : a));
    keep(this.main, faceFrame(frame.timeMs, largest));
    return tracks;
  }

  #begin(sighting: Sighting): Track | null {
    if (this.tracks.length >= TUNABLES.tracks) return null;
    const track: Track = {
      number: this.tracks.length + 1,
      sightings: [sighting],
      frames: [],
      thumbnail: '',
      thumbnailSide: 0,
      mask: new MeanMask(),
    };
    this.tracks.push(track);
    return track;
  }
}

function faceFrame(timeMs: number, { logOdds, distance, side, sharpness, noise }: SeenFace): FaceFrame {
  return { timeMs, logOdds, distance, side, sharpness, noise };
}

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > TUNABLES.framesSeenLimit) list.shift();
}
