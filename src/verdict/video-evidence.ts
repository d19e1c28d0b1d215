import type { FaceFrame } from './aggregation/aggregation.ts';
import { MeanMask } from './mean-mask.ts';
import type { SiteLevel } from './site-level.ts';
import { isSamePicture, type FramePrint } from './same-picture.ts';
import { assignTracks, nearestInTime, type Sighting } from './tracks.ts';
import { TUNABLES } from './tunables.ts';
import { MOST_HASHES, type Box, type Quality } from './types.ts';

/** One face of one frame, judged. */
export interface SeenFace extends Omit<FaceFrame, 'timeMs'> {
  /** In fractions of the frame. */
  box: Box;
  /** Signs of blending in fields of the crop, 0…1, as many along each side; of a detector that does not say, none. */
  mask?: ArrayLike<number> | null;
}

/** One frame, judged. */
export interface SeenFrame {
  timeMs: number;
  /** Width over height. */
  aspect: number;
  quality: Quality;
  /** By which frames that show the same are told; without one each counts as another picture. */
  print?: FramePrint;
  /** Degrees by which the page shows the frame turned while it is judged as it is; 0 or missing where there are none. */
  shownTurned?: number;
  faces: readonly SeenFace[];
}

/** A judged frame of a face with what tells its picture from others. */
interface KeptFrame extends FaceFrame {
  print?: FramePrint | undefined;
}

/** A face followed through the frames. */
export interface Track {
  /** 1, 2, 3… in order of first appearance. */
  number: number;
  /** The scene in which it was seen: after a cut another person may be in the same place. */
  scene: number;
  /** Where it was seen: at least one, at most `TUNABLES.framesKept`, the newest last. */
  sightings: [Sighting, ...Sighting[]];
  /** One for each different picture of it. */
  frames: KeptFrame[];
  thumbnail: string;
  /** Side in native px of the face in the thumbnail, 0 without one. */
  thumbnailSide: number;
  /** Mean of the masks of all its frames. */
  readonly mask: MeanMask;
}

/** What the newest frames were taken for, and how many had been seen, seen with a face and judged before it. */
interface Look {
  /** To come to a verdict; of a scene that came after one; or to see whether it still holds. */
  kind: 'first' | 'scene' | 'again';
  seen: number;
  withFace: number;
  judged: number;
}

/** All that is kept of one video: no pixels but thumbnails and prints, and never more than the limits allow. */
export class VideoEvidence {
  framesSeen = 0;
  /** With a face in a picture that was not seen before. */
  framesJudged = 0;
  /** With faces, all of them in pictures that were seen before. */
  framesRepeated = 0;
  quality: Quality;
  shownTurned = 0;
  /** Version of the network for the site by which the last frame was judged; 0: as installed. */
  siteVersion = 0;
  /** Of the site, when the last frame was judged. */
  siteLevel: SiteLevel | null = null;
  /** Of the first judged frames, if the video is to be found again. */
  readonly hashes: string[] = [];
  /** The scene that is looked at, 0 first. */
  scene = 0;
  look: Look = { kind: 'first', seen: 0, withFace: 0, judged: 0 };
  /** The faces of the last frame whose pictures were not seen before. */
  newest: readonly FaceFrame[] = [];
  #concluded = false;
  readonly tracks: Track[] = [];
  /** The largest face of each judged frame, whoever it is: what is judged if no single face was seen often enough. */
  readonly main: KeptFrame[] = [];

  constructor(quality: Quality) {
    this.quality = quality;
  }

  /** Another scene is looked at from now on; what was found before it still counts. */
  enterScene(number: number): void {
    if (number <= this.scene) return;
    this.scene = number;
    this.#begin('scene');
  }

  /** A verdict was told: a frame that comes after it begins a look of its own. */
  conclude(): void {
    this.#concluded = true;
  }

  #begin(kind: Look['kind']): void {
    const { framesSeen: seen, framesJudged: judged, framesRepeated } = this;
    this.#concluded = false;
    this.look = { kind: seen === 0 ? 'first' : kind, seen, withFace: judged + framesRepeated, judged };
  }

  /** @returns for each face its track, or null if there are too many tracks already. */
  add(frame: SeenFrame): (Track | null)[] {
    if (this.#concluded) this.#begin('again');
    this.framesSeen++;
    this.newest = [];
    this.quality = frame.quality;
    this.shownTurned = frame.shownTurned ?? 0;
    if (frame.faces.length === 0) return [];
    const inScene = this.tracks.filter((track) => track.scene === this.scene);
    const assigned = assignTracks(
      inScene.map((track) => nearestInTime(track.sightings, frame.timeMs)),
      frame.faces.map(({ box }) => ({ box, aspect: frame.aspect, timeMs: frame.timeMs })),
    ).map((index) => (index === null ? null : (inScene[index] ?? null)));

    const seen = frame.faces.map((face, index): { track: Track | null; isNew: boolean } => {
      const sighting = { box: face.box, aspect: frame.aspect, timeMs: frame.timeMs };
      const known = assigned[index];
      if (known) keep(known.sightings, sighting);
      const track = known ?? this.#track(sighting);
      const frames = track?.frames ?? [];
      const isNew = addTo(frames, frame, face);
      if (isNew) this.newest = [...this.newest, ...frames.slice(-1)];
      if (isNew && track && face.mask) track.mask.add(face.mask);
      return { track, isNew };
    });
    addTo(
      this.main,
      frame,
      frame.faces.reduce((a, b) => (b.side > a.side ? b : a)),
    );
    if (seen.some(({ isNew }) => isNew)) this.framesJudged++;
    else this.framesRepeated++;
    return seen.map(({ track }) => track);
  }

  /** A frame that looks like this was judged. */
  note(hash: string): void {
    if (this.hashes.length < MOST_HASHES && !this.hashes.includes(hash)) this.hashes.push(hash);
  }

  #track(sighting: Sighting): Track | null {
    if (this.tracks.length >= TUNABLES.tracks) return null;
    const track: Track = {
      number: this.tracks.length + 1,
      scene: this.scene,
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

/** Adds a frame of a face unless its picture is there already. @returns whether it was added. */
function addTo(frames: KeptFrame[], { timeMs, print }: SeenFrame, face: SeenFace): boolean {
  if (print && frames.some((other) => other.print && isSamePicture(other.print, print, face.box)))
    return false;
  const { logOdds, distance, side, sharpness, noise, detail, lettering, graphic, roll, yaw } = face;
  const seen = { sharpness, noise, detail, lettering, graphic };
  keep(frames, { timeMs, print, logOdds, distance, side, ...seen, roll, yaw });
  return true;
}

function keep<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > TUNABLES.framesKept) list.shift();
}
