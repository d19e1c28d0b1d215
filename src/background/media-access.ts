import type { AskingPage } from '../messages/schemas.ts';
import { hostOf, originOf } from '../settings/origins.ts';
import { wasAsked } from './asked.ts';
import { hasAccess, siteChecks } from './sites.ts';

/**
 * May the engine open this media file itself? `host` is what the user would be asked to allow; empty if that is no question.
 * Only for pages in which the user wants videos checked, by the site's switch or by asking: a content script's word is not enough, for
 * its process is the page's, too.
 */
export async function mediaAccess(
  url: string,
  page: AskingPage,
): Promise<{ granted: boolean; host: string }> {
  const origin = originOf(url);
  // blob: and data: belong to the page that made them, and file: to no host: none can be granted.
  if (!origin) return { granted: false, host: '' };
  const granted = (await hasAccess(origin)) && (await isWanted(page));
  return { granted, host: hostOf(origin).slice(0, 255) };
}

async function isWanted(page: AskingPage): Promise<boolean> {
  return (page.origin !== null && (await siteChecks(page.origin))) || (await wasAsked(page));
}
