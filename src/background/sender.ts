import type { Runtime } from 'webextension-polyfill';

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
