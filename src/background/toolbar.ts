import { text } from '../words/text.ts';
import { noticeOf } from '../contracts/coded-error.ts';
import type { Notice } from '../contracts/notice.ts';
import { sendToFrame } from '../messages/send.ts';
import { NoReceiverError, ofBrowser } from '../messages/wire.ts';
import { OUTLINE, SHAPES, type ShapeName } from '../verdict/shapes.ts';
import { noticeWords } from '../words/notice-words.ts';
import { videosOf } from './ledger.ts';
import { toolbarFace } from './toolbar-face.ts';

/** Sizes in pixels that toolbars use at 1x and 2x. */
const SIZES = [16, 32] as const;

const PLAIN_ICON = { 16: '/icons/icon-16.png', 32: '/icons/icon-32.png' };

function draw(name: ShapeName, size: number): ImageData {
  const shape = SHAPES[name];
  const context = new OffscreenCanvas(size, size).getContext('2d');
  if (!context) throw new Error('The toolbar icon could not be drawn: no 2d canvas');
  context.scale(size / 16, size / 16);
  context.fillStyle = shape.colour;
  const body = new Path2D(shape.body);
  context.fill(body);
  context.strokeStyle = OUTLINE.colour;
  context.lineWidth = OUTLINE.width;
  context.lineJoin = 'round';
  context.stroke(body);
  context.fillStyle = shape.ink;
  context.fill(new Path2D(shape.mark));
  return context.getImageData(0, 0, size, size);
}

async function ifOpen(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    // The tab was closed while its button was being changed: there is nothing left to show.
    if (noticeOf(ofBrowser(error)).code !== 'tabClosed') throw error;
  }
}

/** Brings a tab's button in line with the ledger. */
export async function showTab(tabId: number): Promise<void> {
  const face = toolbarFace(await videosOf(tabId));
  const icon = face.shape
    ? { imageData: Object.fromEntries(SIZES.map((size) => [size, draw(face.shape ?? 'checking', size)])) }
    : { path: PLAIN_ICON };
  await ifOpen(
    Promise.all([
      chrome.action.setIcon({ tabId, ...icon }),
      chrome.action.setBadgeText({ tabId, text: face.badge }),
      chrome.action.setTitle({ tabId, title: face.title }),
      chrome.action.setBadgeBackgroundColor({
        tabId,
        color: face.shape ? SHAPES[face.shape].colour : SHAPES.notChecked.colour,
      }),
      chrome.action.setBadgeTextColor({ tabId, color: '#ffffff' }),
    ]),
  );
}

/** Tells why nothing happened when the user asked for a check; the next verdict takes its place. */
async function showNotice(tabId: number, notice: Notice): Promise<void> {
  await ifOpen(
    Promise.all([
      chrome.action.setBadgeText({ tabId, text: '!' }),
      chrome.action.setBadgeBackgroundColor({ tabId, color: SHAPES.notChecked.colour }),
      chrome.action.setTitle({ tabId, title: text('toolbar_line', { words: noticeWords(notice) }) }),
    ]),
  );
}

/** As {@link showNotice}, and in the page itself, since the button may be out of sight. */
export async function answer(tabId: number, notice: Notice): Promise<void> {
  await showNotice(tabId, notice);
  try {
    await sendToFrame(tabId, 0, 'content.notice', { notice });
  } catch (error) {
    // No script of ours may run in that page.
    if (!(error instanceof NoReceiverError)) throw error;
  }
}

/** Says by the popup what cannot be said in a page that lets no script in. Browsers without the call show the button alone. */
export async function openPopup(): Promise<void> {
  try {
    await chrome.action.openPopup();
  } catch (error) {
    console.debug('FakeFilter: the popup could not be opened:', error);
  }
}

/** The page does not let the check begin. */
export function showUncheckable(tabId: number, error: unknown): Promise<void> {
  return showNotice(tabId, noticeOf(error));
}
