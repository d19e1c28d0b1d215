import { OUTLINE, SHAPES, type ShapeName } from '../verdict/shapes.ts';
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
    if (!(error instanceof Error && error.message.includes('No tab with id'))) throw error;
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
export async function showNotice(tabId: number, why: string): Promise<void> {
  await ifOpen(
    Promise.all([
      chrome.action.setBadgeText({ tabId, text: '!' }),
      chrome.action.setBadgeBackgroundColor({ tabId, color: SHAPES.notChecked.colour }),
      chrome.action.setTitle({ tabId, title: `FakeFilter: ${why}` }),
    ]),
  );
}

/** The page does not let the check begin, with the browser's words for it. */
export function showUncheckable(tabId: number, error: unknown): Promise<void> {
  const why = error instanceof Error ? error.message : String(error);
  return showNotice(tabId, `this page cannot be checked (${why})`);
}
