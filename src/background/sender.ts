import * as v from 'valibot';
import type { Runtime } from 'webextension-polyfill';
import { originOf } from '../settings/origins.ts';

/** Where a content script's message came from, as stamped by the browser. */
export interface FrameAddress {
  tabId: number;
  /** 0 is the page itself. */
  frameId: number;
  /** Differs for every page loaded into the frame. */
  documentId: string;
}

/** @throws Error for a sender that is not a frame of a tab. */
export function frameOf(sender: Runtime.MessageSender): FrameAddress {
  if (sender.tab?.id === undefined || sender.frameId === undefined) {
    throw new Error('Only a frame of a tab may ask this');
  }
  return { tabId: sender.tab.id, frameId: sender.frameId, documentId: sender.documentId ?? '' };
}

const WithOrigin = v.object({ origin: v.string() });

/**
 * The web origin a frame belongs to; null if it has none. `about:` and `blob:` frames carry the origin of their maker
 * in `sender.origin`; a sandboxed frame has the opaque origin "null" and is judged by its address.
 */
export function senderOrigin(sender: Runtime.MessageSender): string | null {
  const stamped = v.is(WithOrigin, sender) ? originOf(sender.origin) : null;
  return stamped ?? originOf(sender.url);
}
