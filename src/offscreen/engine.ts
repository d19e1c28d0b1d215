import type { Runtime } from 'webextension-polyfill';
import { judgeFrame } from '../frames/exchange.ts';
import { RetainedFrame } from '../frames/retained-frame.ts';
import { frameOf } from '../messages/planes.ts';
import type { Request, Response } from '../messages/protocol.ts';
import type { EngineSettings, VideoKey } from '../messages/schemas.ts';
import { LateError, sleep } from '../messages/timers.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { assertCrops } from './crops.ts';
import { reasonOf } from './failure.ts';
import { FrameWork, type Detected } from './frame-work.ts';
import { placeOf, type Place } from './adaptation/places.ts';
import { SiteLearning } from './adaptation/site-learning.ts';
import { MediaGate } from './media-gate.ts';
import { Models } from './models.ts';
import { FrameQueue, PRIORITY, SUPERSEDED, priorityOf, type QueueEntry } from './queue.ts';
import { isIn, videoId } from './video-id.ts';

type Sender = Runtime.MessageSender;
type Outcome<T> = T | { status: 'superseded' } | { status: 'failed'; reason: UncheckedReason };

/** Opening a file, seeking in it, and then looking and judging; each of the first two has a limit of its own. */
const LOOK_AT_LIMIT_MS = 180_000;

/**
 * A page that is being closed gets no more of its files and fails at everything. It is gone before it could tell so, and whoever asked is not
 * answered, and asks the next.
 */
const CLOSING_MS = 1000;

/** As many as there can be videos with evidence. */
const MOST_PLACES = 200;

/** Answers the engine's messages: who may be worked on when, and what went wrong. */
export class Engine {
  readonly #bootId = crypto.randomUUID();
  #backend: EngineSettings['backend'] = 'auto';
  #history = false;
  readonly #models: Models;
  readonly #work: FrameWork;
  readonly #queue = new FrameQueue();
  readonly #gate = new MediaGate();
  /** Where each video is, as long as it is being judged. */
  readonly #places = new Map<string, Place | null>();
  readonly learning: SiteLearning;

  /** @param settings never rejects. @param touch is called while something is done that no message asked for. */
  constructor(settings: Promise<EngineSettings>, touch: () => void) {
    this.#models = new Models(
      settings.then(({ backend, adapt, history }) => {
        this.#backend = backend;
        this.#history = history;
        this.learning.configure(adapt);
        return backend;
      }),
    );
    this.learning = new SiteLearning(this.#models, { queueLength: () => this.#queue.length, touch });
    this.#work = new FrameWork(this.#models, {
      siteJudge: (video) => this.learning.judgeFor(this.#places.get(video)),
      remembers: (video) => this.#remembers(this.#places.get(video)),
      onJudged: (video, frame) => this.learning.judged(video, this.#places.get(video), frame),
    });
  }

  status(): Response<'engine.status'> {
    return {
      phase: this.#models.phase,
      reason: this.#models.reason,
      bootId: this.#bootId,
      modelVersion: this.#models.modelVersion,
      backend: this.#models.backend,
      selfTests: this.#models.selfTests,
      msPerDetection: this.#work.detections.median(),
      msPerFace: this.#work.judgements.median(),
      queueLength: this.#queue.length,
      framesDetected: this.#work.detections.count,
      facesJudged: this.#work.judgements.count,
    };
  }

  configure({ backend, adapt, history }: EngineSettings): void {
    this.#history = history;
    this.learning.configure(adapt);
    // A site's switch may have been turned, or access taken away.
    this.#gate.forget();
    if (backend === this.#backend) return;
    this.#backend = backend;
    this.#models.prefer(backend);
  }

  detect(request: Request<'engine.detect'>, sender: Sender): Promise<Response<'engine.detect'>> {
    const video = this.#opened(sender, request.key);
    const entry = { video, priority: priorityOf(request), step: 'look' } as const;
    return this.#queued(entry, () => this.#work.detect(video, request));
  }

  judge(request: Request<'engine.judge'>, sender: Sender): Promise<Response<'engine.judge'>> {
    return this.#withFaces(request, sender, (detected) => this.#work.judge(detected, request.crops));
  }

  describe(request: Request<'engine.describe'>, sender: Sender): Promise<Response<'engine.describe'>> {
    return this.#withFaces(request, sender, (detected) => this.#work.describe(detected, request.crops));
  }

  /** Does what was asked for the faces that were found before, in its turn. */
  async #withFaces<Answer>(
    request: Request<'engine.judge'>,
    sender: Sender,
    work: (detected: Detected) => Promise<Answer>,
  ): Promise<Outcome<Answer>> {
    const detected = this.#work.tickets.take(request.ticket);
    if (detected?.video !== videoId(sender, request.key)) return { status: 'superseded' };
    assertCrops(detected.faces, request.crops);
    const entry = { video: detected.video, priority: priorityOf(detected.request), step: 'judge' } as const;
    return this.#queued(entry, () => work(detected));
  }

  /** Both questions about a frame at once, since all of it is here. */
  async look(
    { planes, rotation, ...context }: Request<'engine.look'>,
    sender: Sender,
  ): Promise<Response<'engine.look'>> {
    const shown = frameOf(planes);
    let frame: RetainedFrame;
    try {
      frame = RetainedFrame.from(shown, rotation);
    } finally {
      shown.close();
    }
    try {
      return await judgeFrame(
        frame,
        { ...context, quality: 'direct' },
        {
          typed: () => Promise.resolve(true),
          detect: (request) => this.detect(request, sender),
          judge: (request) => this.judge(request, sender),
        },
      );
    } finally {
      frame.close();
    }
  }

  async lookAt(request: Request<'engine.lookAt'>, sender: Sender): Promise<Response<'engine.lookAt'>> {
    if (!(await this.#gate.mayOpen(request.url, sender))) {
      return { status: 'failed', reason: 'mediaPermission' };
    }
    const video = this.#opened(sender, request.key);
    const limitMs = LOOK_AT_LIMIT_MS;
    const entry = { video, priority: priorityOf(request), step: 'look', limitMs } as const;
    return this.#queued(entry, () => this.#work.lookAt(video, request));
  }

  async glance(request: Request<'engine.glance'>, sender: Sender): Promise<Response<'engine.glance'>> {
    if (!(await this.#gate.mayOpen(request.url, sender))) return { newScene: false };
    const video = videoId(sender, request.key);
    const limitMs = LOOK_AT_LIMIT_MS;
    const entry = { video, priority: PRIORITY.rest, step: 'look', limitMs } as const;
    const result = await this.#queue.run(entry, () => this.#work.glance(video, request));
    return result === SUPERSEDED ? { newScene: false } : result;
  }

  /** Of private windows, and of the extension's own pages, nothing is remembered. */
  #remembers(place: Place | null | undefined): boolean {
    return this.#history && Boolean(place?.origin) && place?.private === false;
  }

  release({ key }: Request<'engine.release'>, sender: Sender): void {
    const video = videoId(sender, key);
    if (this.#work.evidence.release(video, key.epoch)) this.#left(video);
  }

  /** Forgets the evidence of the videos in these documents; of all with null. What is judged just now comes to nothing. */
  forget(documents: readonly string[] | null): void {
    const forgotten = this.#work.evidence.forget((video) => documents === null || isIn(documents, video));
    for (const video of forgotten) this.#left(video);
  }

  #left(video: string): void {
    this.#places.delete(video);
    this.#queue.supersede(video);
    this.#work.players.close(video);
  }

  async dispose(): Promise<void> {
    this.learning.dispose();
    this.#work.players.closeAll();
    await this.#models.dispose();
  }

  /** Names a video of which a frame came, and notes where it is. */
  #opened(sender: Sender, key: VideoKey): string {
    const video = videoId(sender, key);
    this.#places.delete(video);
    this.#places.set(video, placeOf(sender, key));
    const [oldest] = this.#places.keys();
    if (this.#places.size > MOST_PLACES && oldest !== undefined) this.#places.delete(oldest);
    return video;
  }

  async #queued<T>(entry: QueueEntry, work: () => Promise<T>): Promise<Outcome<T>> {
    try {
      // What is being started has a limit of its own.
      await this.#models.running();
      const result = await this.#queue.run(entry, work);
      return result === SUPERSEDED ? { status: 'superseded' } : result;
    } catch (error) {
      console.error('FakeFilter: a frame could not be judged', error);
      if (error instanceof LateError && entry.step === 'judge') this.#models.gaveNoAnswer();
      await sleep(CLOSING_MS);
      return { status: 'failed', reason: reasonOf(error) };
    }
  }
}
