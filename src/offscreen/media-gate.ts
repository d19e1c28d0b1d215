import type { Runtime } from 'webextension-polyfill';
import { send } from '../messages/send.ts';
import { senderOrigin } from '../settings/origins.ts';

/** Answers remembered at most, so that not every frame of a video is a question. */
const MOST = 200;

/** Whether the engine may open a file that a content script names; the background knows what the user allowed and asked for. */
export class MediaGate {
  readonly #granted = new Set<string>();

  async mayOpen(url: string, sender: Runtime.MessageSender): Promise<boolean> {
    const { tab, frameId, documentId } = sender;
    if (tab?.id === undefined || frameId === undefined) return false;
    const name = `${documentId ?? ''} ${url}`;
    if (this.#granted.has(name)) return true;
    const page = { tabId: tab.id, frameId, documentId: documentId ?? '', origin: senderOrigin(sender) };
    const { granted } = await send('background.mayOpen', { url, page });
    if (!granted) return false;
    if (this.#granted.size >= MOST) this.#granted.clear();
    this.#granted.add(name);
    return true;
  }

  /** Asks anew from now on. */
  forget(): void {
    this.#granted.clear();
  }
}
