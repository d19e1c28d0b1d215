import browser, { type Runtime } from 'webextension-polyfill';
import { wireIsTyped } from '../messages/engine-client.ts';
import { packPixels } from '../messages/pixels.ts';
import type { Request, Response } from '../messages/protocol.ts';
import { captureRegion } from './capture-region.ts';
import { wasAsked } from './asked.ts';
import { ensureEngine } from './engine-page.ts';
import { createPace } from './pace.ts';
import { frameOf } from './sender.ts';

/** Chromium allows two pictures a second; a little slack for its clock. At most four askers wait, some 2 s. */
const inTurn = createPace(520, 4);

const REFUSED = { status: 'failed', reason: 'screenRefused' } as const;

/** A picture of the asking page's tab, cut to `rect` (CSS pixels of its viewport), in device pixels. */
export async function capture(
  { rect, devicePixelRatio }: Request<'background.capture'>,
  sender: Runtime.MessageSender,
): Promise<Response<'background.capture'>> {
  // A frame does not know where in the tab it lies.
  if (sender.frameId !== 0) return REFUSED;
  const tabId = sender.tab?.id;
  const windowId = sender.tab?.windowId;
  if (tabId === undefined || windowId === undefined) return REFUSED;
  if (!(await wasAsked(frameOf(sender)))) return REFUSED;

  const picture = await inTurn(() => photograph(tabId, windowId));
  if (!picture) return REFUSED;
  const bitmap = await createImageBitmap(picture, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  try {
    const region = captureRegion(rect, devicePixelRatio, bitmap);
    if (typeof region === 'string') return { status: 'failed', reason: region };
    const context = new OffscreenCanvas(region.width, region.height).getContext('2d', {
      willReadFrequently: true,
    });
    if (!context) return REFUSED;
    context.drawImage(bitmap, -region.x, -region.y);
    const image = context.getImageData(0, 0, region.width, region.height);
    return { status: 'captured', pixels: packPixels(image, await typedWire()) };
  } finally {
    bitmap.close();
  }
}

/** The visible tab as a PNG; null if it is not in front, or the browser refuses. */
async function photograph(tabId: number, windowId: number): Promise<Blob | null> {
  const inFront = async () => (await browser.tabs.get(tabId)).active;
  if (!(await inFront())) return null;
  let address: string;
  try {
    address = await browser.tabs.captureVisibleTab(windowId, { format: 'png' });
  } catch (error) {
    // No access to the tab, a page that may not be pictured, or too many calls: the asker says "screen refused".
    console.warn('FakeFilter: the picture of the tab was refused:', error);
    return null;
  }
  // The user may have changed tabs meanwhile: the picture could be of another page.
  if (!(await inFront())) return null;
  const bytes = Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (char) => char.charCodeAt(0));
  return new Blob([bytes], { type: 'image/png' });
}

/** Base64 works on every wire, so a sleeping or failing engine that cannot tell is no reason to give up. */
async function typedWire(): Promise<boolean> {
  try {
    await ensureEngine();
    return await wireIsTyped();
  } catch (error) {
    console.warn('FakeFilter: pixels are sent as text, the wire could not be probed:', error);
    return false;
  }
}
