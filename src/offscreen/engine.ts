import type { Runtime } from 'webextension-polyfill';
import { cutFace } from '../detector/crop.ts';
import { judgeFrame } from '../frames/exchange.ts';
import { unpackPixels } from '../messages/pixels.ts';
import type { Request, Response } from '../messages/protocol.ts';
import type { EngineSettings } from '../messages/schemas.ts';
import type { VideoState } from '../verdict/types.ts';
import type { SeenFrame, VideoEvidence } from '../verdict/video-evidence.ts';
import { videoState } from '../verdict/video-state.ts';
import { EvidenceStore } from './evidence.ts';
import { chooseFaces, sideOf, type ChosenFace } from './face-choice.ts';
import { reasonOf } from './failure.ts';
import { Meter } from './meter.ts';
import { OwnPlayers } from './own-players.ts';
import { Parts } from './parts.ts';
import { FrameQueue, SUPERSEDED, priorityOf } from './queue.ts';
import { thumbnail } from './thumbnails.ts';
import { Tickets } from './tickets.ts';
import { videoId } from './video-id.ts';

type Sender = Runtime.MessageSender;
type DetectRequest = Request<'engine.detect'>;
type JudgeRequest = Request<'engine.judge'>;

/** A frame whose faces were found and whose crops are awaited. */
interface Detected {
  video: string;
  evidence: VideoEvidence;
  request: Omit<DetectRequest, 'frame'>;
  faces: ChosenFace[];
}

/** A face is pictured anew once it is this much larger than in its picture. */
const THUMBNAIL_GROWTH = 1.3;

/** Answers the engine's messages: queue → faces → network → evidence → state. */
export class Engine {
  readonly #bootId = crypto.randomUUID();
  #settings: EngineSettings = { aggregation: 'calibrated', backend: 'auto' };
  readonly #parts: Parts;
  readonly #queue = new FrameQueue();
  readonly #tickets = new Tickets<Detected>();
  readonly #evidence = new EvidenceStore();
  readonly #players = new OwnPlayers();
  readonly #detections = new Meter();
  readonly #judgements = new Meter();

  /** @param settings never rejects. */
  constructor(settings: Promise<EngineSettings>) {
    this.#parts = new Parts(
      settings.then((read) => {
        this.#settings = read;
        return read.backend;
      }),
    );
  }

  status(): Response<'engine.status'> {
    return {
      phase: this.#parts.phase,
      reason: this.#parts.reason,
      bootId: this.#bootId,
      modelVersion: this.#parts.modelVersion,
      backend: this.#parts.backend,
      selfTests: this.#parts.selfTests,
      msPerDetection: this.#detections.median(),
      msPerFace: this.#judgements.median(),
      queueLength: this.#queue.length,
      framesDetected: this.#detections.count,
      facesJudged: this.#judgements.count,
    };
  }

  /** A changed rule shows with each video's next frame, since states are made from the evidence anew every time. */
  configure(settings: EngineSettings): void {
    const changed = settings.backend !== this.#settings.backend;
    this.#settings = settings;
    if (changed) this.#parts.prefer(settings.backend);
  }

  async detect(request: DetectRequest, sender: Sender): Promise<Response<'engine.detect'>> {
    const video = videoId(sender, request.key);
    const entry = { video, priority: priorityOf(request), step: 'look' } as const;
    return this.#answer(() => this.#queue.run(entry, () => this.#detect(video, request)));
  }

  async judge(request: JudgeRequest, sender: Sender): Promise<Response<'engine.judge'>> {
    const detected = this.#tickets.take(request.ticket);
    if (detected?.video !== videoId(sender, request.key)) return { status: 'superseded' };
    const entry = { video: detected.video, priority: priorityOf(detected.request), step: 'judge' } as const;
    return this.#answer(() => this.#queue.run(entry, () => this.#judge(detected, request.crops)));
  }

  async lookAt(request: Request<'engine.lookAt'>, sender: Sender): Promise<Response<'engine.lookAt'>> {
    const video = videoId(sender, request.key);
    const entry = { video, priority: priorityOf(request), step: 'look' } as const;
    return this.#answer(() => this.#queue.run(entry, () => this.#lookAt(video, request)));
  }

  release({ key }: Request<'engine.release'>, sender: Sender): void {
    const video = videoId(sender, key);
    if (!this.#evidence.release(video, key.epoch)) return;
    this.#queue.supersede(video);
    this.#players.close(video);
  }

  async dispose(): Promise<void> {
    this.#players.closeAll();
    await this.#parts.dispose();
  }

  async #answer<T>(
    work: () => Promise<T | typeof SUPERSEDED>,
  ): Promise<T | { status: 'superseded' } | { status: 'failed'; reason: ReturnType<typeof reasonOf> }> {
    try {
      const result = await work();
      return result === SUPERSEDED ? { status: 'superseded' } : result;
    } catch (error) {
      console.error('FakeFilter: a frame could not be judged', error);
      return { status: 'failed', reason: reasonOf(error) };
    }
  }

  async #detect(video: string, request: DetectRequest): Promise<Response<'engine.detect'>> {
    const { faces } = await this.#parts.running();
    const evidence = this.#evidence.open(video, request.key.epoch, request.quality);
    if (!evidence) return { status: 'superseded' };
    const small = unpackPixels(request.frame);
    const start = performance.now();
    const found = await faces.find(small);
    this.#detections.record(performance.now() - start);

    const native = { width: request.nativeWidth, height: request.nativeHeight };
    const chosen = chooseFaces(found, small, native);
    if (chosen.length === 0) {
      evidence.add({
        timeMs: request.timeMs,
        quality: request.quality,
        aspect: aspectOf(request),
        faces: [],
      });
      return { status: 'judged', state: this.#state(evidence) };
    }
    const ticket = this.#tickets.issue({ video, evidence, request, faces: chosen });
    return { status: 'faces', ticket, regions: chosen.map(({ region }, face) => ({ face, ...region })) };
  }

  async #judge(detected: Detected, crops: JudgeRequest['crops']): Promise<Response<'engine.judge'>> {
    const { detector } = await this.#parts.running();
    const { video, evidence, request } = detected;
    const cut = crops.flatMap(({ face, pixels }) => {
      const chosen = detected.faces[face];
      if (!chosen) return [];
      const { width, height, data } = unpackPixels(pixels);
      return [{ chosen, input: cutFace({ width, height, channels: 4, data }, chosen.region, chosen.box) }];
    });
    const start = performance.now();
    const judged = await detector.judge(cut.map(({ input }) => input));
    if (cut.length > 0) this.#judgements.record((performance.now() - start) / cut.length, cut.length);
    // The video may have got another source while the network was at work.
    if (!this.#evidence.isCurrent(video, evidence)) return { status: 'superseded' };

    const seen: SeenFrame = {
      timeMs: request.timeMs,
      quality: request.quality,
      aspect: aspectOf(request),
      faces: judged.map((face, index) => {
        const box = cut[index]?.chosen.box ?? { x: 0, y: 0, width: 0, height: 0 };
        return { ...face, side: sideOf(box), box: inFractions(box, request) };
      }),
    };
    const tracks = evidence.add(seen);
    await Promise.all(
      tracks.map(async (track, index) => {
        const side = seen.faces[index]?.side ?? 0;
        const input = cut[index]?.input;
        if (!track || !input || side < track.thumbnailSide * THUMBNAIL_GROWTH) return;
        track.thumbnailSide = side;
        track.thumbnail = await thumbnail(input);
      }),
    );
    return { status: 'judged', state: this.#state(evidence) };
  }

  /** Tier 2: the same exchange, with a frame of the engine's own player and without a wire. */
  async #lookAt(
    video: string,
    { url, ...request }: Request<'engine.lookAt'>,
  ): Promise<Response<'engine.lookAt'>> {
    if (!this.#evidence.open(video, request.key.epoch, 'ownPlayer')) return { status: 'superseded' };
    const player = await this.#players.get(video, url);
    const frame = await player.frameAt(request.timeMs);
    try {
      return await judgeFrame(
        frame,
        { ...request, quality: 'ownPlayer' },
        {
          typed: () => Promise.resolve(true),
          detect: (detection) => this.#detect(video, detection),
          judge: ({ ticket, crops }) => {
            const detected = this.#tickets.take(ticket);
            return detected ? this.#judge(detected, crops) : Promise.resolve({ status: 'superseded' });
          },
        },
      );
    } finally {
      frame.close();
    }
  }

  #state(evidence: VideoEvidence): VideoState {
    return videoState(evidence, {
      aggregation: this.#settings.aggregation,
      thresholds: this.#parts.thresholds,
      modelVersion: this.#parts.modelVersion,
      backend: this.#parts.backend,
    });
  }
}

function aspectOf({ nativeWidth, nativeHeight }: { nativeWidth: number; nativeHeight: number }): number {
  return nativeWidth / nativeHeight;
}

function inFractions(box: ChosenFace['box'], native: { nativeWidth: number; nativeHeight: number }) {
  return {
    x: box.x / native.nativeWidth,
    y: box.y / native.nativeHeight,
    width: box.width / native.nativeWidth,
    height: box.height / native.nativeHeight,
  };
}
