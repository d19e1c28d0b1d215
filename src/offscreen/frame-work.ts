import { cutFace, INPUT_SIZE } from '../detector/crop.ts';
import type { Top } from '../detector/cut.ts';
import { detailOf } from '../detector/detail.ts';
import { chipOf } from '../detector/identity/chip.ts';
import { overlayOf, type Overlay } from '../detector/overlay.ts';
import type { FaceEvidence } from '../detector/detector.ts';
import { JudgedPictures, luma } from '../frames/brightness.ts';
import { judgeFrame } from '../frames/exchange.ts';
import { FrameError } from '../frames/frame-error.ts';
import type { RetainedFrame } from '../frames/retained-frame.ts';
import { unpackPixels } from '../messages/pixels.ts';
import type { Request, Response } from '../messages/protocol.ts';
import type { Quality, VideoState } from '../verdict/types.ts';
import type { SeenFrame, Track, VideoEvidence } from '../verdict/video-evidence.ts';
import { framePrint, type FramePrint } from '../verdict/same-picture.ts';
import { pictureHash } from '../verdict/picture-hash.ts';
import { scoreOf } from '../verdict/aggregation/calibrated.ts';
import type { SiteLevel } from '../verdict/site-level.ts';
import { videoState } from '../verdict/video-state.ts';
import { EvidenceStore } from './evidence.ts';
import { Identity } from './identity.ts';
import { chooseFaces, inFractions, isCovered, sideOf, type ChosenFace } from './face-choice.ts';
import { Meter } from './meter.ts';
import { OwnPlayers } from './own-players.ts';
import type { Models } from './models.ts';
import { thumbnail } from './thumbnails.ts';
import { Tickets } from './tickets.ts';

type DetectRequest = Request<'engine.detect'>;
type Crops = Request<'engine.judge'>['crops'];

/** A frame whose faces were found and whose crops are awaited. */
export interface Detected {
  video: string;
  evidence: VideoEvidence;
  request: Omit<DetectRequest, 'frame'>;
  print: FramePrint;
  faces: ChosenFace[];
}

/** A face with the network's input, cut out of its frame. */
interface CutFace extends ChosenFace {
  input: Uint8Array;
  /** See {@link detailOf}. */
  detail: number;
  overlay: Overlay;
}

/** One face of a frame that was judged, as measurements need it. */
export interface JudgedFace {
  /** null if there are too many tracks already. */
  track: Track | null;
  face: CutFace;
  evidence: FaceEvidence;
}

/** By what a site's videos are judged. */
export interface SiteJudge {
  /** Of the network for the site; 0 is the original. */
  version: number;
  /** null: the original's. */
  top: Top | null;
  level: SiteLevel | null;
}

/** What a video says of one face so far, in log-odds. */
export interface TrackScore {
  track: Track;
  logOdds: number;
}

/** One judged frame, for those who are told of it. */
export interface JudgedFrame {
  timeMs: number;
  quality: Quality;
  faces: readonly JudgedFace[];
  /** Of the network for the site that judged; 0 is the original. */
  version: number;
  scores: readonly TrackScore[];
}

/** Told of every frame in which faces were judged, after they were added to the video's evidence. */
type JudgedListener = (video: string, judged: JudgedFrame) => void;

/** Asked and told at the steps of the work. */
export interface FrameHooks {
  onJudged?: JudgedListener;
  /** Whether a video is to be found again in the history. */
  remembers?: (video: string) => boolean;
  /** By what a video is judged instead of the network as it was installed; never rejects. */
  siteJudge?: (video: string) => Promise<SiteJudge | null>;
}

/** A face is pictured anew once it is this much larger than in its picture. */
const THUMBNAIL_GROWTH = 1.3;

/** The work on one frame, without queue and wire: faces → network → evidence → state. Errors say what broke. */
export class FrameWork {
  readonly tickets = new Tickets<Detected>();
  readonly evidence = new EvidenceStore();
  readonly players = new OwnPlayers();
  readonly detections = new Meter();
  readonly judgements = new Meter();
  /** In tier 2. */
  readonly #judged = new WeakMap<VideoEvidence, JudgedPictures>();
  readonly #models: Models;
  readonly #identity = new Identity();
  readonly #hooks: FrameHooks;

  constructor(models: Models, hooks: FrameHooks = {}) {
    this.#models = models;
    this.#hooks = hooks;
  }

  /** Finds the faces of a frame. A frame without any is counted at once. */
  async detect(video: string, request: DetectRequest): Promise<Response<'engine.detect'>> {
    const { faces } = await this.#models.running();
    const evidence = this.evidence.open(video, request.key.epoch, request.quality);
    if (!evidence) return { status: 'superseded' };
    evidence.enterScene(request.scene);
    const { frame, ...rest } = request;
    const small = unpackPixels(frame);
    const start = performance.now();
    const native = { width: request.nativeWidth, height: request.nativeHeight };
    let chosen: ChosenFace[] = [];
    for await (const found of faces.looks(small)) {
      chosen = chooseFaces(found, small, native);
      if (chosen.length > 0) break;
    }
    if (chosen.length === 0 && worthLookingCloser(evidence, small.width, native.width)) {
      chosen = chooseFaces(await faces.findSmall(small), small, native);
    }
    this.detections.record(performance.now() - start);
    chosen = chosen.filter(
      ({ box }) => !isCovered(inFractions(box, native.width, native.height), request.covered),
    );

    if (chosen.length === 0) {
      evidence.add({ timeMs: request.timeMs, quality: request.quality, aspect: aspectOf(rest), faces: [] });
      return { status: 'judged', state: this.#state(evidence) };
    }
    const ticket = this.tickets.issue({
      video,
      evidence,
      request: rest,
      print: framePrint(small),
      faces: chosen,
    });
    return { status: 'faces', ticket, regions: chosen.map(({ region }, face) => ({ face, ...region })) };
  }

  /** Judges the faces of a frame by their crops and adds them to the video's evidence. */
  async judge(detected: Detected, crops: Crops): Promise<Response<'engine.judge'>> {
    const { detector } = await this.#models.running();
    const { video, evidence, request } = detected;
    const cut = crops.flatMap(({ face, pixels }): CutFace[] => {
      const chosen = detected.faces[face];
      return chosen ? [cutOut(chosen, unpackPixels(pixels))] : [];
    });
    const site = await this.#hooks.siteJudge?.(video);
    const start = performance.now();
    const judged = await detector.judge(
      cut.map(({ input }) => input),
      site?.top ?? undefined,
    );
    if (cut.length > 0) this.judgements.record((performance.now() - start) / cut.length, cut.length);
    // The video may have got another source while the network was at work.
    if (!this.evidence.isCurrent(video, evidence)) return { status: 'superseded' };

    const seen: SeenFrame = {
      timeMs: request.timeMs,
      quality: request.quality,
      aspect: aspectOf(request),
      print: detected.print,
      shownTurned: request.shownTurned ?? 0,
      faces: cut.flatMap(({ box, pose, detail, overlay }, index) => {
        const face = judged[index];
        const place = inFractions(box, request.nativeWidth, request.nativeHeight);
        return face ? [{ ...face, ...pose, ...overlay, detail, side: sideOf(box), box: place }] : [];
      }),
    };
    evidence.siteVersion = site?.version ?? 0;
    evidence.siteLevel = site?.level ?? null;
    const tracks = evidence.add(seen);
    if (cut.length > 0 && this.#hooks.remembers?.(video)) evidence.note(pictureHash(detected.print));
    this.#hooks.onJudged?.(video, {
      timeMs: request.timeMs,
      quality: request.quality,
      faces: cut.flatMap((face, index) => {
        const one = judged[index];
        return one ? [{ track: tracks[index] ?? null, face, evidence: one }] : [];
      }),
      version: evidence.siteVersion,
      scores: this.#scores(evidence),
    });
    await Promise.all(tracks.map((track, index) => picture(track, cut[index])));
    return { status: 'judged', state: this.#state(evidence) };
  }

  /** Says of the faces of a frame who they are, in numbers, and how much their crops show. Nothing is kept. */
  async describe(
    { faces, request }: Detected,
    crops: Crops,
  ): Promise<Extract<Response<'engine.describe'>, { status: 'described' }>> {
    const { detector } = await this.#models.running();
    const shown = crops.flatMap(({ face, pixels }) => {
      const chosen = faces[face];
      if (!chosen) return [];
      const { width, height, data } = unpackPixels(pixels);
      const raster = { width, height, channels: 4, data } as const;
      const chip = chipOf(raster, chosen.region, chosen.keypoints);
      return chip ? [{ chosen, raster, chip }] : [];
    });
    const described = await this.#identity.describe(
      detector,
      shown.map(({ chip }) => chip),
    );
    return {
      status: 'described',
      faces: shown.map(({ chosen: { box, region }, raster }, index) => ({
        box: inFractions(box, request.nativeWidth, request.nativeHeight),
        side: sideOf(box),
        detail: detailOf(raster, region, box),
        descriptor: Array.from(described[index] ?? []),
      })),
    };
  }

  /** Tier 2: the same exchange, with a frame of the engine's own player and without a wire. */
  async lookAt(
    video: string,
    { url, rotation, share, ...request }: Request<'engine.lookAt'>,
  ): Promise<Response<'engine.lookAt'>> {
    const evidence = this.evidence.open(video, request.key.epoch, 'ownPlayer');
    if (!evidence) return { status: 'superseded' };
    const at = share === undefined ? request.timeMs : { share };
    const frame = await this.#frameOf(video, url, at, rotation);
    if (!frame) return { status: 'superseded' };
    try {
      const judged = this.#judged.get(evidence) ?? new JudgedPictures();
      judged.add(brightnessOf(frame));
      this.#judged.set(evidence, judged);
      return await judgeFrame(
        frame,
        { ...request, quality: 'ownPlayer' },
        {
          typed: () => Promise.resolve(true),
          detect: (detection) => this.detect(video, detection),
          judge: async ({ ticket, crops }) => {
            const detected = this.tickets.take(ticket);
            return detected ? this.judge(detected, crops) : { status: 'superseded' };
          },
        },
      );
    } finally {
      frame.close();
    }
  }

  /** Tier 2: whether another scene is shown than in the frame judged last. */
  async glance(
    video: string,
    { key, url, timeMs }: Request<'engine.glance'>,
  ): Promise<Response<'engine.glance'>> {
    const evidence = this.evidence.open(video, key.epoch, 'ownPlayer');
    const judged = evidence && this.#judged.get(evidence);
    if (!judged) return { newScene: false };
    const frame = await this.#frameOf(video, url, timeMs, 0);
    if (!frame) return { newScene: false };
    try {
      return { newScene: judged.isNewScene(brightnessOf(frame), evidence.framesJudged > 0) };
    } finally {
      frame.close();
    }
  }

  /** Null where the player was closed meanwhile, to make room for another video's: it is worth another try. */
  async #frameOf(
    video: string,
    url: string,
    at: number | { share: number },
    rotation: 0 | 90 | 180 | 270,
  ): Promise<RetainedFrame | null> {
    try {
      const player = await this.players.get(video, url);
      if (typeof at === 'number') return await player.frameAt(at, rotation);
      if (!Number.isFinite(player.durationMs))
        throw new FrameError('noFrames', 'A file without a length has no parts');
      return await player.frameAt(at.share * player.durationMs, rotation);
    } catch (error) {
      if (error instanceof FrameError && error.reason === 'cancelled') return null;
      throw error;
    }
  }

  /** Of the faces that could be judged. */
  #scores(evidence: VideoEvidence): TrackScore[] {
    return evidence.tracks.flatMap((track) => {
      const logOdds = track.frames.length > 0 ? scoreOf(track.frames, this.#models.thresholds) : null;
      return logOdds === null ? [] : [{ track, logOdds }];
    });
  }

  #state(evidence: VideoEvidence): VideoState {
    const state = videoState(evidence, {
      thresholds: this.#models.thresholds,
      rates: this.#models.rates,
      modelVersion: this.#models.modelVersion,
      backend: this.#models.backend,
      level: evidence.siteLevel,
    });
    if (state.phase === 'done') evidence.conclude();
    return state;
  }
}

/** Of as many points as tell one scene from another. */
function brightnessOf(frame: RetainedFrame): Float32Array {
  return luma(frame.small(16).data);
}

/** The native frame must be this much larger than the small one for a face missed in the small one to be large enough. */
const CLOSER_FROM = 1.5;

/** A video that has shown faces is looked at closely every time none is found; another one every second time. */
function worthLookingCloser(evidence: VideoEvidence, smallWidth: number, nativeWidth: number): boolean {
  if (nativeWidth < smallWidth * CLOSER_FROM) return false;
  return evidence.framesJudged > 0 || evidence.framesSeen % 2 === 0;
}

/** @throws RangeError if the pixels are not those of the face's region. */
function cutOut(face: ChosenFace, { width, height, data }: ImageData): CutFace {
  const pixels = { width, height, channels: 4, data } as const;
  const { region, box, turned } = face;
  const input = cutFace(pixels, region, box, INPUT_SIZE, turned);
  return {
    ...face,
    input,
    detail: detailOf(pixels, region, box),
    overlay: overlayOf(pixels, region, box, { pixels: input, turned }),
  };
}

async function picture(track: Track | null, face: CutFace | undefined) {
  if (!track || !face || sideOf(face.box) < track.thumbnailSide * THUMBNAIL_GROWTH) return;
  track.thumbnailSide = sideOf(face.box);
  track.thumbnail = await thumbnail(face.input);
}

function aspectOf({ nativeWidth, nativeHeight }: { nativeWidth: number; nativeHeight: number }): number {
  return nativeWidth / nativeHeight;
}
