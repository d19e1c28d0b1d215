import type { Runtime } from 'webextension-polyfill';
import type { Request, Response } from '../messages/protocol.ts';
import type { EngineSettings } from '../messages/schemas.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { reasonOf } from './failure.ts';
import { FrameWork } from './frame-work.ts';
import { Parts } from './parts.ts';
import { FrameQueue, SUPERSEDED, priorityOf, type QueueEntry } from './queue.ts';
import { videoId } from './video-id.ts';

type Sender = Runtime.MessageSender;
type Outcome<T> = T | { status: 'superseded' } | { status: 'failed'; reason: UncheckedReason };

/** Answers the engine's messages: who may be worked on when, and what went wrong. */
export class Engine {
  readonly #bootId = crypto.randomUUID();
  #backend: EngineSettings['backend'] = 'auto';
  readonly #parts: Parts;
  readonly #work: FrameWork;
  readonly #queue = new FrameQueue();

  /** @param settings never rejects. */
  constructor(settings: Promise<EngineSettings>) {
    this.#parts = new Parts(
      settings.then(({ aggregation, backend }) => {
        this.#work.aggregation = aggregation;
        this.#backend = backend;
        return backend;
      }),
    );
    this.#work = new FrameWork(this.#parts);
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
  configure({ aggregation, backend }: EngineSettings): void {
    this.#work.aggregation = aggregation;
    if (backend === this.#backend) return;
    this.#backend = backend;
    this.#parts.prefer(backend);
  }

  detect(request: Request<'engine.detect'>, sender: Sender): Promise<Response<'engine.detect'>> {
    const video = videoId(sender, request.key);
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
    const video = videoId(sender, request.key);
    const entry = { video, priority: priorityOf(request), step: 'look' } as const;
    return this.#queued(entry, () => this.#work.lookAt(video, request));
  }

  release({ key }: Request<'engine.release'>, sender: Sender): void {
    const video = videoId(sender, key);
    if (!this.#work.evidence.release(video, key.epoch)) return;
    this.#queue.supersede(video);
    this.#work.players.close(video);
  }

  async dispose(): Promise<void> {
    this.#work.players.closeAll();
    await this.#parts.dispose();
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
