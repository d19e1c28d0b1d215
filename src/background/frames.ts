import * as v from 'valibot';
import browser from 'webextension-polyfill';
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

export async function forgetFrames(gone: (frame: Frame) => boolean): Promise<void> {
  const keys = (await knownFrames()).filter(gone).map((frame) => key(frame.tabId, frame.frameId));
  if (keys.length > 0) await browser.storage.session.remove(keys);
}
