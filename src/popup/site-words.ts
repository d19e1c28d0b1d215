import type { Response } from '../messages/protocol.ts';
import type { TabReport } from '../messages/schemas.ts';
import { plural, text } from '../words/text.ts';

/** What the switch "Check videos on this site" does, or is doing. */
export function switchHint(report: Pick<TabReport, 'access' | 'check' | 'paused' | 'private'>): string {
  const hint = hintOf(report);
  if (!report.private) return hint;
  return `${hint} ${text('popup_hintPrivate')}`;
}

function hintOf({ access, check, paused }: Pick<TabReport, 'access' | 'check' | 'paused'>): string {
  if (check && paused) return text('popup_hintPaused');
  if (check) return text('popup_hintOn');
  if (access === 'none') return text('popup_hintAsks');
  return text('popup_hintOnRequest');
}

/** Why no video of this page can be checked, and what to do; empty for a page of the web. */
export function pageNotice({ page }: Pick<TabReport, 'page'>): string {
  return page === 'web' ? '' : text(`popupPage_${page}`);
}

/** Why there is no video in the list, and what to do about it. */
export function emptyWords({ check }: Pick<TabReport, 'check'>): string {
  return check ? text('popup_emptyOn') : text('popup_emptyOff', { item: text('menu_checkVideo') });
}

/** The link to the page on learning, with how the switch stands. */
export function learningLine({ adapt }: Pick<TabReport, 'adapt'>): string {
  return text(adapt ? 'popup_learningOn' : 'popup_learningOff');
}

/** What came of "Check the videos on this page now". */
export function checkedWords({ found, started }: Response<'background.checkTab'>): string {
  if (found === 0) return text('popup_noneFound');
  if (started > 0) return plural('popup_checkingVideos', started);
  // A verdict stands until it is asked for anew, which the badge's details offer.
  return plural('popup_haveResults', found);
}
