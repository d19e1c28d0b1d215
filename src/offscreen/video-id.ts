import type { Runtime } from 'webextension-polyfill';
import type { VideoKey } from '../messages/schemas.ts';

/**
 * Names a video across all tabs, whatever its source. Tab, frame and document are those the browser stamped on the
 * message, so that no page can speak of another page's videos.
 */
export function videoId(sender: Runtime.MessageSender, key: VideoKey): string {
  const document = 'documentId' in sender ? String(sender.documentId) : (sender.url ?? '');
  return [sender.tab?.id ?? 'page', sender.frameId ?? 0, document, key.video].join(' ');
}

/** Whether a video, by its {@link videoId}, is shown by one of these documents. */
export function isIn(documents: readonly string[], video: string): boolean {
  return documents.includes(video.split(' ')[2] ?? '');
}
