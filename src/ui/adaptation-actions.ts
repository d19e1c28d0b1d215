import type { AdaptationState } from '../messages/adaptation.ts';
import { askEngine } from '../messages/engine-client.ts';
import { forgetTrust } from '../settings/trusted-videos.ts';
import { chosenLine } from './adaptation-words.ts';

/** What can be done about the adaptation to a site. Each returns what to tell the user, or throws as {@link askEngine}. */

export async function learnNow(origin: string): Promise<string> {
  await askEngine('engine.adaptNow', { origin });
  return 'Learning has begun.';
}

export async function stopLearning(origin: string): Promise<string> {
  await askEngine('engine.stopAdapting', { origin });
  return 'Learning was stopped. Nothing was changed.';
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

/** @param origin null for all sites. */
export async function forgetLearned(origin: string | null): Promise<string> {
  await askEngine('engine.forgetAdaptation', { origin });
  // A mark of trust counts only for faces that were gathered: with them gone it would promise too much.
  await forgetTrust(origin);
  return origin === null
    ? 'All that was gathered and learned was deleted, for all sites.'
    : 'All that was gathered and learned here was deleted.';
}
