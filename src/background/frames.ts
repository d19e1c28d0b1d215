import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { KEPT } from '../contracts/kept.ts';
import type { NamesOf, Request } from '../messages/protocol.ts';
import { sendToFrame } from '../messages/send.ts';
import { LateError } from '../messages/timers.ts';
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

const PREFIX = KEPT.session.frame;
const key = (tabId: number, frameId: number) => `${PREFIX}${tabId}:${frameId}`;

export function rememberFrame(frame: FrameAddress & { origin: string }): Promise<void> {
  return browser.storage.session.set({ [key(frame.tabId, frame.frameId)]: frame });
}

/** Frames of one tab that are remembered. Pages may make and remove as many as they like; storage is for all tabs. */
export const MAX_FRAMES = 64;

/** The tabs of which more frames are remembered than may be, with the ids of those beyond, the oldest frames first. */
export async function crowdedTabs(): Promise<Map<number, number[]>> {
  const tabs = new Map<number, number[]>();
  for (const { tabId, frameId } of await knownFrames()) {
    tabs.set(tabId, [...(tabs.get(tabId) ?? []), frameId]);
  }
  // Browsers number frames as they come. The page itself is 0 and stays.
  return new Map(
    [...tabs].flatMap(([tabId, ids]) => {
      const beyond = ids
        .filter((id) => id !== 0)
        .sort((a, b) => a - b)
        .slice(0, Math.max(0, ids.length - MAX_FRAMES));
      return beyond.length > 0 ? [[tabId, beyond] as const] : [];
    }),
  );
}

/** The frames of one tab that are known. */
export async function framesOf(tabId: number): Promise<Frame[]> {
  return (await knownFrames()).filter((frame) => frame.tabId === tabId);
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

/** Says something to frames; those whose page was left since need not know, and a page that is busy hears it later. */
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
        if (!(error instanceof NoReceiverError || error instanceof LateError)) throw error;
      }
    }),
  );
}
