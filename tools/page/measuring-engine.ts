import { boxOfWhole, cutFace } from '../../src/detector/crop.ts';
import { detailOf } from '../../src/detector/detail.ts';
import { overlayOf, type Overlay } from '../../src/detector/overlay.ts';
import type { FaceEvidence } from '../../src/detector/detector.ts';
import { UPRIGHT, type Pose } from '../../src/detector/pose.ts';
import { judgeFrame, type EngineClient } from '../../src/frames/exchange.ts';
import { FrameError } from '../../src/frames/frame-error.ts';
import type { RetainedFrame } from '../../src/frames/retained-frame.ts';
import type { JudgeResponse } from '../../src/messages/schemas.ts';
import { inFractions, type ChosenFace } from '../../src/offscreen/face-choice.ts';
import { FrameWork, type JudgedFace } from '../../src/offscreen/frame-work.ts';
import { Models } from '../../src/offscreen/models.ts';
import type { Track } from '../../src/verdict/video-evidence.ts';
import { VideoEvidence } from '../../src/verdict/video-evidence.ts';
import { decidingTrack, videoState, type JudgedBy } from '../../src/verdict/video-state.ts';
import type { VideoState } from '../../src/verdict/types.ts';
import { eachFrame } from './frames.ts';
import type { EngineAnswer, FrameAnswer, ItemAnswer, ItemRequest } from './requests.ts';

/** A judged face of a frame, with what the evidence of the product does not keep. */
interface Observation {
  timeMs: number;
  track: Track | null;
  side: number;
  detail: number;
  overlay: Overlay;
  pose: Pose;
  evidence: FaceEvidence;
}

/** The product's engine, without queue and wire, and with an ear at what it hears of every frame. */
export class MeasuringEngine {
  /** The engine's networks. */
  readonly models = new Models(Promise.resolve('auto'));
  readonly #observed: Observation[] = [];
  readonly #work = new FrameWork(this.models, {
    onJudged: (_video, { timeMs, faces }) => {
      for (const face of faces) this.#observed.push(observation(timeMs, face));
    },
  });
  readonly #client: EngineClient = {
    typed: () => Promise.resolve(true),
    detect: (request) => this.#work.detect(request.key.video, request),
    judge: async ({ ticket, crops }) => {
      const detected = this.#work.tickets.take(ticket);
      return detected ? this.#work.judge(detected, crops) : { status: 'superseded' };
    },
  };
  #items = 0;

  /** @throws Error if a part cannot start. */
  async ready(): Promise<EngineAnswer> {
    const { detector } = await this.models.running();
    if (!detector.backend) throw new Error('No backend of the network is in use');
    return { model: detector.calibration.modelVersion, backend: detector.backend };
  }

  /** @throws Error if the engine broke; what is wrong with the item's files is part of the answer. */
  async score(item: ItemRequest, files: readonly File[], features: boolean): Promise<ItemAnswer> {
    this.#observed.length = 0;
    try {
      const { state, evidence } = await (item.crop === 'whole'
        ? this.#whole(item, files)
        : this.#detected(item, files));
      const track = decidingTrack(evidence, this.#judgedBy());
      const frames = track ? this.#observed.filter((one) => one.track === track) : this.#largest();
      return {
        verdict: state.verdict,
        probability: state.probability,
        frames: frames.map((one) => frameAnswer(one, features)).sort((a, b) => a.timeMs - b.timeMs),
        framesSeen: state.framesSeen,
      };
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      return {
        verdict: { kind: 'notChecked', reason: error.reason },
        probability: null,
        frames: [],
        framesSeen: 0,
      };
    } finally {
      this.#observed.length = 0;
    }
  }

  /**
   * Finds faces by the product's rules and hands each frame over with those it shows, largest first; none is judged.
   * @throws FrameError, or Error if the engine broke.
   */
  async findFaces(
    item: ItemRequest,
    files: readonly File[],
    visit: (frame: RetainedFrame, timeMs: number, faces: readonly ChosenFace[]) => void,
  ): Promise<void> {
    const key = this.#newKey();
    await eachFrame(item, files, async (frame, timeMs) => {
      let faces: readonly ChosenFace[] = [];
      const client: EngineClient = {
        ...this.#client,
        judge: ({ ticket }) => {
          faces = this.#work.tickets.take(ticket)?.faces ?? [];
          return Promise.resolve({ status: 'superseded' });
        },
      };
      answered(await judgeFrame(frame, { ...CONTEXT, key, timeMs }, client));
      visit(frame, timeMs, faces);
    });
    this.#work.evidence.release(key.video, key.epoch);
  }

  /** As on the page "Check files". */
  async #detected(item: ItemRequest, files: readonly File[]): Promise<Judged> {
    const key = this.#newKey();
    const evidence = this.#work.evidence.open(key.video, key.epoch, 'file');
    if (!evidence) throw new Error('The evidence of an item was begun twice');
    await eachFrame(item, files, async (frame, timeMs) => {
      answered(await judgeFrame(frame, { ...CONTEXT, key, timeMs }, this.#client));
    });
    this.#work.evidence.release(key.video, key.epoch);
    return { evidence, state: videoState(evidence, this.#judgedBy()) };
  }

  /** Pictures that are face crops already: no face is looked for, all else is the same. */
  async #whole(item: ItemRequest, files: readonly File[]): Promise<Judged> {
    const { detector } = await this.models.running();
    const evidence = new VideoEvidence('file');
    await eachFrame(item, files, async (frame, timeMs) => {
      const { width, height } = frame;
      const region = { x: 0, y: 0, width, height };
      const box = boxOfWhole(width, height);
      const pixels = { width, height, channels: 4, data: frame.crop(region).data } as const;
      const input = cutFace(pixels, region, box);
      const detail = detailOf(pixels, region, box);
      const overlay = overlayOf(pixels, region, box, { pixels: input, turned: 0 });
      const [judged] = await detector.judge([input]);
      if (!judged) throw new Error('The network gave no answer');
      const [track = null] = evidence.add({
        timeMs,
        quality: 'file',
        aspect: width / height,
        faces: [
          {
            ...{ ...judged, ...UPRIGHT, ...overlay, detail },
            box: inFractions(box, width, height),
            side: box.width,
          },
        ],
      });
      const face = { box, region, keypoints: [], pose: UPRIGHT, turned: 0, input, detail, overlay };
      this.#observed.push(observation(timeMs, { track, face, evidence: judged }));
    });
    return { evidence, state: videoState(evidence, this.#judgedBy()) };
  }

  /** The largest face of each frame. */
  #largest(): Observation[] {
    const largest = new Map<number, Observation>();
    for (const one of this.#observed) {
      const other = largest.get(one.timeMs);
      if (!other || one.side > other.side) largest.set(one.timeMs, one);
    }
    return [...largest.values()];
  }

  #judgedBy(): JudgedBy {
    const { thresholds, modelVersion, backend } = this.models;
    return { thresholds, modelVersion, backend };
  }

  #newKey(): { video: string; epoch: number } {
    this.#items++;
    return { video: `item-${this.#items}`, epoch: 0 };
  }
}

interface Judged {
  evidence: VideoEvidence;
  state: VideoState;
}

const CONTEXT = { asked: true, visible: true, quality: 'file' } as const;

/** @throws FrameError for what is wrong with a frame, Error for an engine that is out of order. */
function answered(answer: JudgeResponse): void {
  if (answer.status === 'failed')
    throw new FrameError(answer.reason, `The engine answered "${answer.reason}"`);
}

function observation(timeMs: number, { track, face, evidence }: JudgedFace): Observation {
  return {
    timeMs,
    track,
    side: Math.max(face.box.width, face.box.height),
    detail: face.detail,
    overlay: face.overlay,
    pose: face.pose,
    evidence,
  };
}

function frameAnswer(
  { timeMs, side, detail, overlay, pose, evidence }: Observation,
  features: boolean,
): FrameAnswer {
  const { logit, logOdds, distance, sharpness, noise, feature } = evidence;
  return {
    timeMs,
    logit,
    logOdds,
    distance,
    side,
    sharpness,
    noise,
    detail,
    ...overlay,
    ...pose,
    feature: features ? Array.from(feature) : [],
  };
}
