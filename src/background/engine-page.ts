import browser from 'webextension-polyfill';
import { send } from '../messages/send.ts';
import type { EngineSettings } from '../messages/schemas.ts';
import { NoReceiverError } from '../messages/wire.ts';

/** The page in which the detector lives. It closes itself when it has had nothing to do for a while. */
const ENGINE_PAGE = 'src/offscreen/index.html';

let creating: Promise<{ created: boolean }> | null = null;

/** Makes sure the engine page exists. All who ask at the same time share one creation. */
export function ensureEngine(): Promise<{ created: boolean }> {
  creating ??= create().finally(() => {
    creating = null;
  });
  return creating;
}

async function create(): Promise<{ created: boolean }> {
  if (await engineExists()) return { created: false };
  try {
    await chrome.offscreen.createDocument({
      url: ENGINE_PAGE,
      reasons: ['WORKERS', 'BLOBS'],
      justification:
        'Runs the neural networks that look for manipulated faces, on pictures of videos the user wants checked. Nothing leaves this computer.',
    });
    return { created: true };
  } catch (error) {
    // A worker that died while it created the page leaves one behind that its successor did not see.
    if (error instanceof Error && error.message.includes('Only a single offscreen document')) {
      return { created: false };
    }
    throw error;
  }
}

async function engineExists(): Promise<boolean> {
  const pages = await chrome.runtime.getContexts({
    contextTypes: ['OFFSCREEN_DOCUMENT'],
    documentUrls: [browser.runtime.getURL(ENGINE_PAGE)],
  });
  return pages.length > 0;
}

/** Passes changed settings on to a running engine; one that sleeps asks for them when it starts. */
export async function configureEngine(settings: EngineSettings): Promise<void> {
  if (!(await engineExists())) return;
  try {
    await send('engine.configure', settings);
  } catch (error) {
    // It closed between the question and the message: it will read the new settings when it starts again.
    if (!(error instanceof NoReceiverError)) throw error;
  }
}
