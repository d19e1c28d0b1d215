import * as v from 'valibot';

/** How a message looks on the wire, and the errors of sending. */

export const EnvelopeSchema = v.object({
  fakefilter: v.literal(1),
  name: v.string(),
  request: v.unknown(),
});
export type Envelope = v.InferOutput<typeof EnvelopeSchema>;

export const ReplySchema = v.variant('ok', [
  v.object({ ok: v.literal(true), value: v.unknown() }),
  v.object({ ok: v.literal(false), error: v.string() }),
]);
export type Reply = v.InferOutput<typeof ReplySchema>;

/** Nobody answered: the context that should is not running (or this content script belongs to an older version). */
export class NoReceiverError extends Error {
  override readonly name = 'NoReceiverError';
}

/** The receiver refused or failed; the message says what. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** Both wordings that Chromium and Firefox use if no listener exists. */
export function isNoReceiver(error: unknown): boolean {
  const text = error instanceof Error ? error.message : String(error);
  return /receiving end does not exist|message port closed|extension context invalidated|message channel closed/i.test(
    text,
  );
}
