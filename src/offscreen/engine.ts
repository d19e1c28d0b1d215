import type { Runtime } from 'webextension-polyfill';
import type { Request, Response } from '../messages/protocol.ts';
import type { EngineSettings, VideoKey } from '../messages/schemas.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { reasonOf } from './failure.ts';
import { FrameWork } from './frame-work.ts';
import { placeOf, type Place } from './learning/places.ts';
import { SiteLearning } from './learning/site-learning.ts';
import { Parts } from './parts.ts';
import { FrameQueue, SUPERSEDED, priorityOf, type QueueEntry } from './queue.ts';
import { isIn, videoId } from './video-id.ts';

type Sender = Runtime.MessageSender;
type Outcome<T> = T | { status: 'superseded' } | { status: 'failed'; reason: UncheckedReason };

/** As many as there can be videos with evidence. */
const MOST_PLACES = 200;

/** Answers the engine's messages: who may be worked on when, and what went wrong. */
export class Engine {
  readonly #bootId = crypto.randomUUID();
  #backend: EngineSettings['backend'] = 'auto';
  readonly #parts: Parts;
  readonly #work: FrameWork;
  readonly #queue = new FrameQueue();
  /** Where each video is, as long as it is being judged. */
  readonly #places = new Map<string, Place | null>();
  readonly learning: SiteLearning;

  /** @param settings never rejects. @param touch is called while something is done that no message asked for. */
  constructor(settings: Promise<EngineSettings>, touch: () => void) {
    this.#parts = new Parts(
      settings.then(({ aggregation, backend, adapt }) => {
        this.#work.aggregation = aggregation;
        this.#backend = backend;
        this.learning.configure(adapt);
        return backend;
      }),
    );
    this.learning = new SiteLearning(this.#parts, { queueLength: () => this.#queue.length, touch });
    this.#work = new FrameWork(this.#parts, {
      siteTop: (video) => this.learning.topFor(this.#places.get(video)),
      onJudged: (video, timeMs, faces, quality) =>
        this.learning.judged(video, this.#places.get(video), quality, timeMs, faces),
    });
  }

  status(): Response<'engine.status'> {
    return {
      phase: this.#parts.phase,
      reason: this.#parts.reason,
      bootId: this.#bootId,
      modelVersion: this.#parts.modelVersion,
      backend: this.#parts.backend,
      selfTests: this.#parts.selfTests,
      msPerDetection: this.#work.detections.median(),
      msPerFace: this.#work.judgements.median(),
      queueLength: this.#queue.length,
      framesDetected: this.#work.detections.count,
      facesJudged: this.#work.judgements.count,
    };
  }

  /** A changed rule shows with each video's next frame, since states are made from the evidence anew every time. */
  configure({ aggregation, backend, adapt }: EngineSettings): void {
    this.#work.aggregation = aggregation;
    this.learning.configure(adapt);
    if (backend === this.#backend) return;
    this.#backend = backend;
    this.#parts.prefer(backend);
  }

  detect(request: Request<'engine.detect'>, sender: Sender): Promise<Response<'engine.detect'>> {
    const video = this.#opened(sender, request.key);
    const entry = { video, priority: priorityOf(request), step: 'look' } as const;
    return this.#queued(entry, () => this.#work.detect(video, request));
  }

  async judge(request: Request<'engine.judge'>, sender: Sender): Promise<Response<'engine.judge'>> {
    const detected = this.#work.tickets.take(request.ticket);
    if (detected?.video !== videoId(sender, request.key)) return { status: 'superseded' };
    const entry = { video: detected.video, priority: priorityOf(detected.request), step: 'judge' } as const;
    return this.#queued(entry, () => this.#work.judge(detected, request.crops));
  }

  lookAt(request: Request<'engine.lookAt'>, sender: Sender): Promise<Response<'engine.lookAt'>> {
    const video = this.#opened(sender, request.key);
    const entry = { video, priority: priorityOf(request), step: 'look' } as const;
    return this.#queued(entry, () => this.#work.lookAt(video, request));
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
    await this.#parts.dispose();
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
      const result = await this.#queue.run(entry, work);
      return result === SUPERSEDED ? { status: 'superseded' } : result;
    } catch (error) {
      console.error('FakeFilter: a frame could not be judged', error);
      return { status: 'failed', reason: reasonOf(error) };
    }
  }
}
