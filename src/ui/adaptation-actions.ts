import { askEngine } from '../messages/engine-client.ts';
import { forgetTrust } from '../settings/trusted-videos.ts';

/** What can be done about the adaptation to a site. Each returns what to tell the user, or throws as {@link askEngine}. */

export async function learnNow(origin: string): Promise<string> {
  await askEngine('engine.adaptNow', { origin });
  return 'Learning has begun.';
}

export async function stopLearning(origin: string): Promise<string> {
  await askEngine('engine.stopAdapting', { origin });
  return 'Learning was stopped. Nothing was changed.';
}

/** @param version 0 is the original. */
export async function applyVersion(origin: string, version: number): Promise<string> {
  await askEngine('engine.useVersion', { origin, version });
  return version === 0
    ? 'Videos of this site are judged by the original again.'
    : `Videos of this site are judged by version ${version} from now on.`;
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
