import { text } from '../../words/text.ts';
import type { AdaptationState } from '../../messages/adaptation.ts';
import { askEngine } from '../../messages/engine-client.ts';
import { send } from '../../messages/send.ts';
import { within } from '../../messages/timers.ts';
import { chosenLine } from './adaptation-words.ts';

/** Deleting waits for what the detector is doing, and for storage; longer than this, in ms, something is wrong. */
const ENGINE_PATIENCE_MS = 90_000;

/** What can be done about the adaptation to a site. Each returns what to tell the user, or throws as {@link askEngine}. */

export async function learnNow(origin: string): Promise<string> {
  await askEngine('engine.adaptNow', { origin });
  return text('learning_begun');
}

export async function stopLearning(origin: string): Promise<string> {
  await askEngine('engine.stopAdapting', { origin });
  return text('learning_stopped');
}

/** @param version 0 is the original. @param state as it was shown. */
export async function applyVersion(
  origin: string,
  version: number,
  state: Pick<AdaptationState, 'phase'>,
): Promise<string> {
  await askEngine('engine.useVersion', { origin, version });
  return chosenLine(version, state);
}

/** @param used whether the level of the site's scores is taken into account. */
export async function takeLevel(origin: string, used: boolean): Promise<string> {
  await askEngine('engine.useLevel', { origin, used });
  return text(used ? 'level_taken' : 'level_putAsideDone');
}

/** Takes back what was said of a video. @param video its name in what is kept of the site. */
export async function unmarkVideo(origin: string, video: string): Promise<string> {
  await askEngine('engine.unmarkVideo', { origin, video });
  return text('mark_takenBack');
}

/** @param origin null for all sites. */
export async function forgetLearned(origin: string | null): Promise<string> {
  try {
    await within(ENGINE_PATIENCE_MS, 'The detector', askEngine('engine.forgetAdaptation', { origin }), {
      code: 'detectorSilent',
    });
  } catch (error) {
    if (origin !== null) throw error;
    // All can be deleted without it.
    console.warn('FakeFilter: the detector could not delete what was learned', error);
    await send('background.deleteLearned', {});
  }
  return text(origin === null ? 'forgotten_all' : 'forgotten_site');
}
