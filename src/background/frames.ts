import * as v from 'valibot';
import browser from 'webextension-polyfill';
import type { NamesOf, Request } from '../messages/protocol.ts';
import { sendToFrame } from '../messages/send.ts';
import { NoReceiverError } from '../messages/wire.ts';
import type { FrameAddress } from './sender.ts';

/**
 * The frames our content script runs in, so that a turned switch reaches those of one site only. Addresses of tabs are
 * hidden without the `tabs` permission; each script introduces itself instead. Kept in `storage.session`.
 */
const FrameSchema = v.object({
  tabId: v.number(),
  frameId: v.number(),
  documentId: v.string(),
  /** `https://example.com`; empty for a page on this computer. */
  origin: v.string(),
});
export type Frame = v.InferOutput<typeof FrameSchema>;

const PREFIX = 'frame:';
const key = (tabId: number, frameId: number) => `${PREFIX}${tabId}:${frameId}`;

export function rememberFrame(frame: FrameAddress & { origin: string }): Promise<void> {
  return browser.storage.session.set({ [key(frame.tabId, frame.frameId)]: frame });
}

export async function knownFrames(): Promise<Frame[]> {
  const all = await browser.storage.session.get(null);
  return Object.entries(all).flatMap(([name, value]) =>
    name.startsWith(PREFIX) && v.is(FrameSchema, value) ? [value] : [],
  );
}

/** @returns the frames that `gone` picked. */
export async function forgetFrames(gone: (frame: Frame) => boolean): Promise<Frame[]> {
  const forgotten = (await knownFrames()).filter(gone);
  if (forgotten.length > 0)
    await browser.storage.session.remove(forgotten.map((frame) => key(frame.tabId, frame.frameId)));
  return forgotten;
}

/** Says something to frames; those whose page was left since need not know. */
export async function tellFrames<N extends NamesOf<'content'>>(
  frames: readonly Frame[],
  name: N,
  request: Request<N>,
): Promise<void> {
  await Promise.all(
    frames.map(async ({ tabId, frameId }) => {
      try {
        await sendToFrame(tabId, frameId, name, request);
      } catch (error) {
        if (!(error instanceof NoReceiverError)) throw error;
      }
    }),
  );
}
