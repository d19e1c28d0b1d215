import { text } from '../../words/text.ts';
import browser from 'webextension-polyfill';
import { deleteRecords } from '../../history/store.ts';
import { send } from '../../messages/send.ts';
import { hostOf } from '../../settings/origins.ts';
import { forgetSite } from '../../settings/sites.ts';
import { forgetLearned } from '../shared/adaptation-actions.ts';
import { errorWords } from '../shared/error-words.ts';
import type { SiteRow } from './site-rows.ts';

/**
 * Forgets all of a line of the list: switches, what was learned, permission, record, its part of the history. An engine that cannot delete what was
 * learned does not keep the site in the list: the rest is forgotten, and the user is told what is left and where to delete it.
 * @returns what to tell the user.
 */
export async function forgetRow({ origin, pattern, name }: SiteRow): Promise<string> {
  let left = '';
  if (origin !== null) {
    // Off first: open pages are told, the registered script goes, and nothing new is gathered.
    await send('background.setSite', { origin, check: false });
    try {
      await forgetLearned(origin);
    } catch (error) {
      console.error('FakeFilter: what was learned could not be deleted:', error);
      left = errorWords(error);
    }
  }
  if (pattern !== null) await browser.permissions.remove({ origins: [pattern] });
  if (origin !== null) {
    await forgetSite(origin);
    await deleteRecords(({ site }) => site === hostOf(origin));
  }
  if (left === '') return text('options_forgotten', { site: name });
  return text('options_forgottenButLearned', { site: name, why: left });
}
