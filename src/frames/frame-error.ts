import type { UncheckedReason } from '../verdict/types.ts';

/** A frame or a whole medium could not be read; `reason` is what the user is told, `message` is for the console. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
  readonly reason: UncheckedReason;

  constructor(reason: UncheckedReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
