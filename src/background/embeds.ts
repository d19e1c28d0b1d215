import type { Notice } from '../contracts/notice.ts';
import { sendToFrame } from '../messages/send.ts';
import { NoReceiverError } from '../messages/wire.ts';
import { hostOf } from '../settings/origins.ts';
import { knownFrames } from './frames.ts';
import { hasAccess } from './sites.ts';

/**
 * Origins of frames in a tab that may hold a video and to which we have no access, the largest first. Told by our scripts in
 * the frames around them: browsers tell extensions of frames only for a permission that says "your browsing history".
 */
export async function lockedEmbeds(tabId: number): Promise<string[]> {
  const frames = (await knownFrames()).filter((frame) => frame.tabId === tabId);
  const told = await Promise.all(frames.map(({ frameId }) => embedsIn(tabId, frameId)));
  const locked: string[] = [];
  for (const origin of new Set(told.flat())) if (!(await hasAccess(origin))) locked.push(origin);
  return locked;
}

/** Where a request found no video: what to tell the user. */
export async function nothingFound(
  tabId: number,
  otherwise: 'videoNotFoundThere' | 'videoNotFoundOnPage',
): Promise<Notice> {
  const [origin] = await lockedEmbeds(tabId);
  return origin === undefined ? { code: otherwise } : { code: 'frameMayHoldVideo', host: hostOf(origin) };
}

async function embedsIn(tabId: number, frameId: number): Promise<string[]> {
  try {
    return (await sendToFrame(tabId, frameId, 'content.embeds', {})).origins;
  } catch (error) {
    if (error instanceof NoReceiverError) return [];
    throw error;
  }
}
