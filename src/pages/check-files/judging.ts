import { describeFrame, judgeFrame } from '../../frames/exchange.ts';
import { FrameError } from '../../frames/frame-error.ts';
import type { RetainedFrame } from '../../frames/retained-frame.ts';
import type { DescribedFace, VideoKey } from '../../messages/schemas.ts';
import { send } from '../../messages/send.ts';
import { NoReceiverError } from '../../messages/wire.ts';
import type { VideoState } from '../../verdict/types.ts';

/** The engine's evidence of one file or of a part of it. */
export class Judging {
  readonly #key: VideoKey = { video: `file-${crypto.randomUUID()}`, epoch: 0 };
  readonly #context = { key: this.#key, asked: true, visible: true, quality: 'file' } as const;

  /**
   * Has a frame judged.
   * @returns null if the answer came to nothing.
   * @throws FrameError if the engine could not judge: its reasons hold for all further frames.
   */
  async judge(frame: RetainedFrame, timeMs: number): Promise<VideoState | null> {
    const answer = await judgeFrame(frame, { ...this.#context, timeMs });
    if (answer.status === 'judged') return answer.state;
    if (answer.status === 'superseded') return null;
    throw new FrameError(answer.reason, `The engine answered "${answer.reason}"`);
  }

  /** Who the faces of a frame are, in numbers. @throws as {@link judge}. */
  async describe(frame: RetainedFrame, timeMs: number): Promise<DescribedFace[]> {
    const answer = await describeFrame(frame, { ...this.#context, timeMs });
    if (answer.status === 'described') return answer.faces;
    if (answer.status !== 'failed') return [];
    throw new FrameError(answer.reason, `The engine answered "${answer.reason}"`);
  }

  /** Lets the engine forget the evidence. */
  async end(): Promise<void> {
    try {
      await send('engine.release', { key: this.#key });
    } catch (error) {
      // An engine that is gone has nothing left to forget.
      if (!(error instanceof NoReceiverError)) console.warn('FakeFilter: evidence was not released:', error);
    }
  }
}
