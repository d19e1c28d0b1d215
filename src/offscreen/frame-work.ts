import { cutFace } from '../detector/crop.ts';
import type { FaceEvidence } from '../detector/detector.ts';
import { judgeFrame } from '../frames/exchange.ts';
import { unpackPixels } from '../messages/pixels.ts';
import type { Request, Response } from '../messages/protocol.ts';
import type { Quality, VideoState } from '../verdict/types.ts';
import type { SeenFrame, Track, VideoEvidence } from '../verdict/video-evidence.ts';
import { videoState, type AggregationName } from '../verdict/video-state.ts';
import { EvidenceStore } from './evidence.ts';
import { chooseFaces, inFractions, sideOf, type ChosenFace } from './face-choice.ts';
import type { SiteTop } from './learning/site-versions.ts';
import { Meter } from './meter.ts';
import { OwnPlayers } from './own-players.ts';
import type { Parts } from './parts.ts';
import { thumbnail } from './thumbnails.ts';
import { Tickets } from './tickets.ts';

type DetectRequest = Request<'engine.detect'>;
type Crops = Request<'engine.judge'>['crops'];

/** A frame whose faces were found and whose crops are awaited. */
export interface Detected {
  video: string;
  evidence: VideoEvidence;
  request: Omit<DetectRequest, 'frame'>;
  faces: ChosenFace[];
}

/** One face of a frame that was judged, as measurements need it. */
export interface JudgedFace {
  /** null if there are too many tracks already. */
  track: Track | null;
  face: ChosenFace & { input: Uint8Array };
  evidence: FaceEvidence;
}

/** Told of every frame in which faces were judged, after they were added to the video's evidence. */
type JudgedListener = (video: string, timeMs: number, faces: readonly JudgedFace[], quality: Quality) => void;

/** What may be put around the work. */
export interface Attendants {
  onJudged?: JudgedListener;
  /** By what a video is judged instead of the network as it was installed; never rejects. */
  siteTop?: (video: string) => Promise<SiteTop | null>;
}

/** A face is pictured anew once it is this much larger than in its picture. */
const THUMBNAIL_GROWTH = 1.3;

/** The work on one frame, without queue and wire: faces → network → evidence → state. Errors say what broke. */
export class FrameWork {
  aggregation: AggregationName = 'calibrated';
  readonly tickets = new Tickets<Detected>();
  readonly evidence = new EvidenceStore();
  readonly players = new OwnPlayers();
  readonly detections = new Meter();
  readonly judgements = new Meter();
  readonly #parts: Parts;
  readonly #attendants: Attendants;

  constructor(parts: Parts, attendants: Attendants = {}) {
    this.#parts = parts;
    this.#attendants = attendants;
  }

  /** Finds the faces of a frame. A frame without any is counted at once. */
  async detect(video: string, request: DetectRequest): Promise<Response<'engine.detect'>> {
    const { faces } = await this.#parts.running();
    const evidence = this.evidence.open(video, request.key.epoch, request.quality);
    if (!evidence) return { status: 'superseded' };
    const { frame, ...rest } = request;
    const small = unpackPixels(frame);
    const start = performance.now();
    const native = { width: request.nativeWidth, height: request.nativeHeight };
    let chosen = chooseFaces(await faces.find(small), small, native);
    if (chosen.length === 0 && worthLookingCloser(evidence, small.width, native.width)) {
      chosen = chooseFaces(await faces.findSmall(small), small, native);
    }
    this.detections.record(performance.now() - start);

    if (chosen.length === 0) {
      evidence.add({ timeMs: request.timeMs, quality: request.quality, aspect: aspectOf(rest), faces: [] });
      return { status: 'judged', state: this.#state(evidence) };
    }
    const ticket = this.tickets.issue({ video, evidence, request: rest, faces: chosen });
    return { status: 'faces', ticket, regions: chosen.map(({ region }, face) => ({ face, ...region })) };
  }

  /** Judges the faces of a frame by their crops and adds them to the video's evidence. */
  async judge(detected: Detected, crops: Crops): Promise<Response<'engine.judge'>> {
    const { detector } = await this.#parts.running();
    const { video, evidence, request } = detected;
    const cut = crops.flatMap(({ face, pixels }) => {
      const chosen = detected.faces[face];
      if (!chosen) return [];
      const { width, height, data } = unpackPixels(pixels);
      return [{ ...chosen, input: cutFace({ width, height, channels: 4, data }, chosen.region, chosen.box) }];
    });
    const site = await this.#attendants.siteTop?.(video);
    const start = performance.now();
    const judged = await detector.judge(
      cut.map(({ input }) => input),
      site?.top,
    );
    if (cut.length > 0) this.judgements.record((performance.now() - start) / cut.length, cut.length);
    // The video may have got another source while the network was at work.
    if (!this.evidence.isCurrent(video, evidence)) return { status: 'superseded' };

    const seen: SeenFrame = {
      timeMs: request.timeMs,
      quality: request.quality,
      aspect: aspectOf(request),
      faces: cut.flatMap(({ box }, index) => {
        const face = judged[index];
        return face
          ? [{ ...face, side: sideOf(box), box: inFractions(box, request.nativeWidth, request.nativeHeight) }]
          : [];
      }),
    };
    evidence.siteVersion = site?.number ?? 0;
    const tracks = evidence.add(seen);
    this.#attendants.onJudged?.(
      video,
      request.timeMs,
      cut.flatMap((face, index) => {
        const one = judged[index];
        return one ? [{ track: tracks[index] ?? null, face, evidence: one }] : [];
      }),
      request.quality,
    );
    await Promise.all(tracks.map((track, index) => picture(track, cut[index])));
    return { status: 'judged', state: this.#state(evidence) };
  }

  /** Tier 2: the same exchange, with a frame of the engine's own player and without a wire. */
  async lookAt(
    video: string,
    { url, ...request }: Request<'engine.lookAt'>,
  ): Promise<Response<'engine.lookAt'>> {
    if (!this.evidence.open(video, request.key.epoch, 'ownPlayer')) return { status: 'superseded' };
    const player = await this.players.get(video, url);
    const frame = await player.frameAt(request.timeMs);
    try {
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

  #state(evidence: VideoEvidence): VideoState {
    return videoState(evidence, {
      aggregation: this.aggregation,
      thresholds: this.#parts.thresholds,
      rates: this.#parts.rates,
      modelVersion: versionWords(this.#parts.modelVersion, evidence.siteVersion),
      backend: this.#parts.backend,
    });
  }
}

function versionWords(modelVersion: string, siteVersion: number): string {
  return siteVersion === 0 ? modelVersion : `${modelVersion}, version ${siteVersion} of this site`;
}

/** The native frame must be this much larger than the small one for a face missed in the small one to be large enough. */
const CLOSER_FROM = 1.5;

/** A video that has shown faces is looked at closely every time none is found; another one every second time. */
function worthLookingCloser(evidence: VideoEvidence, smallWidth: number, nativeWidth: number): boolean {
  if (nativeWidth < smallWidth * CLOSER_FROM) return false;
  return evidence.framesJudged > 0 || evidence.framesSeen % 2 === 0;
}

async function picture(track: Track | null, face: (ChosenFace & { input: Uint8Array }) | undefined) {
  if (!track || !face || sideOf(face.box) < track.thumbnailSide * THUMBNAIL_GROWTH) return;
  track.thumbnailSide = sideOf(face.box);
  track.thumbnail = await thumbnail(face.input);
}

function aspectOf({ nativeWidth, nativeHeight }: { nativeWidth: number; nativeHeight: number }): number {
  return nativeWidth / nativeHeight;
}
