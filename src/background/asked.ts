import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { KEPT } from '../contracts/kept.ts';
import { serialise } from '../settings/serialise.ts';
import type { FrameAddress } from './sender.ts';

/**
 * In which pages the user asked for a check: by the menu, the keyboard or the popup, which no page reaches. What a content script says
 * of it is not enough for a picture of the tab: its process is the page's, too.
 */
const KEY = KEPT.session.asked;
/** Beyond so many the oldest requests go. */
const MOST = 100;
/** A request not taken up by a page within this time, in ms, was for a page that is gone. */
const TAKEN_UP_WITHIN_MS = 60_000;

const RequestsSchema = v.array(
  v.object({ tabId: v.number(), frameId: v.number(), documentId: v.nullable(v.string()), at: v.number() }),
);
type Requests = v.InferOutput<typeof RequestsSchema>;

async function requests(): Promise<Requests> {
  const stored = v.safeParse(RequestsSchema, (await browser.storage.session.get(KEY))[KEY]);
  return stored.success ? stored.output : [];
}

/** The user asks for a check in this frame, whichever page it shows now. */
export function noteAsked(tabId: number, frameId: number, now: number = Date.now()): Promise<void> {
  return serialise(KEY, async () => {
    const all = [...(await requests()), { tabId, frameId, documentId: null, at: now }];
    await browser.storage.session.set({ [KEY]: all.slice(-MOST) satisfies Requests });
  });
}

/** Whether the user asked for a check in this page. The first page of the frame that comes by takes the request up. */
export function wasAsked(page: FrameAddress, now: number = Date.now()): Promise<boolean> {
  return serialise(KEY, async () => {
    const all = await requests();
    const here = all.filter(({ tabId, frameId }) => tabId === page.tabId && frameId === page.frameId);
    if (here.some(({ documentId }) => documentId === page.documentId)) return true;
    const open = here.findLast(({ documentId, at }) => documentId === null && now - at < TAKEN_UP_WITHIN_MS);
    if (!open) return false;
    open.documentId = page.documentId;
    await browser.storage.session.set({ [KEY]: all });
    return true;
  });
}
