import type { Response } from '../messages/protocol.ts';
import type { TabReport } from '../messages/schemas.ts';

/** What the switch "Check videos on this site" does, or is doing. */
export function switchHint(report: Pick<TabReport, 'access' | 'check' | 'private'>): string {
  const hint = hintOf(report);
  if (!report.private) return hint;
  return `${hint} The switch and the access to the site are remembered after this private window is closed, for all windows.`;
}

function hintOf({ access, check }: Pick<TabReport, 'access' | 'check'>): string {
  if (check) return 'Videos are looked at as they play. Nothing leaves this computer.';
  if (access === 'none') return 'The browser will ask you to allow access to this site.';
  return 'Videos are checked only when you ask.';
}

/** What came of "Check the videos on this page now". */
export function checkedWords({ found, started }: Response<'background.checkTab'>): string {
  if (found === 0) return 'No visible video was found on this page.';
  if (started > 0) return `Checking ${started === 1 ? 'a video' : `${started} videos`}.`;
  // A verdict stands until it is asked for anew, which the badge's details offer.
  return found === 1
    ? 'The visible video has its result already.'
    : `All ${found} visible videos have their results already.`;
}
