import browser from 'webextension-polyfill';
import type { NamesOf, Request } from '../messages/protocol.ts';
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
export function configureEngine(settings: EngineSettings): Promise<void> {
  return tellEngine('engine.configure', settings);
}

/** Has a running engine forget the evidence of the videos in these documents, or with null of all; one that sleeps holds none. */
export function forgetEvidence(documents: string[] | null): Promise<void> {
  return tellEngine('engine.forget', { documents });
}

/** Says something that an engine which is not running needs not know. */
async function tellEngine<N extends NamesOf<'engine'>>(name: N, request: Request<N>): Promise<void> {
  if (!(await engineExists())) return;
  try {
    await send(name, request);
  } catch (error) {
    // It closed between the question and the message.
    if (!(error instanceof NoReceiverError)) throw error;
  }
}
