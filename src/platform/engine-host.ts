import { IS_FIREFOX } from './browser.ts';
import * as frame from './engine-frame.ts';
import * as offscreen from './engine-offscreen.ts';

/**
 * Where the engine page lives: an offscreen document in Chromium, a frame of the event page in Firefox, which has no such
 * documents. Either can be closed by itself, which gives its memory back.
 */
const host: typeof frame = IS_FIREFOX ? frame : offscreen;

/** Whether the engine page is there. Called from the background. */
export const engineExists = host.exists;

/** Opens the engine page and waits until it is loaded. @returns false if there was one already. Called from the background. */
export async function openEngine(): Promise<boolean> {
  return (await engineExists()) ? false : host.open('src/offscreen/index.html');
}

/** Closes the engine page. Called from within it. */
export const closeEngine = host.close;
