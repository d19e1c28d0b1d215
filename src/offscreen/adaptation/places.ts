import type { Runtime } from 'webextension-polyfill';
import type { VideoKey } from '../../messages/schemas.ts';
import { senderOrigin } from '../../settings/origins.ts';

/** Where a video is, as the browser stamped it on the message. */
export interface Place {
  /** Of the frame that shows it; null if it has none. */
  origin: string | null;
  /** In a private window. */
  private: boolean;
  tabId: number;
  frameId: number;
  key: VideoKey;
}

/** null for a sender that is no frame of a tab, such as the page "Check files". */
export function placeOf(sender: Runtime.MessageSender, key: VideoKey): Place | null {
  if (sender.tab?.id === undefined) return null;
  return {
    origin: senderOrigin(sender),
    private: sender.tab.incognito,
    tabId: sender.tab.id,
    frameId: sender.frameId ?? 0,
    key,
  };
}
