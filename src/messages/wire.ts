import * as v from 'valibot';
import { CodedError, messageOf } from '../contracts/coded-error.ts';
import { NoticeSchema } from '../contracts/notice.ts';
import { refusalOf } from '../platform/refusals.ts';

/** How a message looks on the wire, and the errors of sending. */

export const EnvelopeSchema = v.object({
  fakefilter: v.literal(1),
  name: v.string(),
  request: v.unknown(),
});
export type Envelope = v.InferOutput<typeof EnvelopeSchema>;

export const ReplySchema = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  /** `error`: for the console. */
  v.object({ ok: v.literal(false), notice: NoticeSchema, error: v.string() }),
]);
export type Reply = v.InferOutput<typeof ReplySchema>;

/** Nobody answered: the context that should is not running (or this content script belongs to an older version). */
export class NoReceiverError extends CodedError {
  override readonly name = 'NoReceiverError';
  /** @param message the name of the message. */
  constructor(message: string, options?: ErrorOptions) {
    const code = message.startsWith('content.') ? 'pageGone' : 'detectorSilent';
    super({ code }, { ...options, message: `Nobody answers "${message}"` });
  }
}

/** The receiver refused or failed; the notice says what. */
export class RefusedError extends CodedError {
  override readonly name = 'RefusedError';
}

/** An error of the browser with a code, where its words are known; others as they are. */
export function ofBrowser(error: unknown): unknown {
  const code = refusalOf(error);
  if (code === null || code === 'noReceiver') return error;
  return new CodedError({ code }, { cause: error, message: messageOf(error) });
}
