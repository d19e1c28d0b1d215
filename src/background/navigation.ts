import { sendToDocument } from '../messages/send.ts';
import { LateError } from '../messages/timers.ts';
import { NoReceiverError } from '../messages/wire.ts';
import { forgetEvidence } from './engine-page.ts';
import { crowdedTabs, forgetFrames, knownFrames, tellFrames } from './frames.ts';
import { allEntries, removeEntries } from './ledger.ts';
import type { FrameAddress } from './sender.ts';
import { showTab } from './toolbar.ts';

/**
 * Notices that pages are gone, and frames that a page removed. Without the `tabs` permission an address change tells nothing,
 * and a change of address within a page must not lose its verdicts: so each document we know of in the tab is asked whether it
 * is still there.
 * @returns what there was in the tab: nothing of ours, pages that are all still there, or some that were left.
 */
export async function forgetLeftPages(tabId: number): Promise<'nothing' | 'there' | 'left'> {
  const known = [...(await allEntries()), ...(await knownFrames())].filter((each) => each.tabId === tabId);
  const documents = [...new Set(known.map((each) => each.documentId))];
  const gone = new Set<string>();
  await Promise.all(
    documents.map(async (documentId) => {
      if (!(await isThere(tabId, documentId))) gone.add(documentId);
    }),
  );
  if (gone.size === 0) return documents.length > 0 ? 'there' : 'nothing';
  await forgetPages((each) => each.tabId === tabId && gone.has(each.documentId));
  return 'left';
}

/** Takes frames that a page removed off the toolbar, which is left alone where none is gone: it may be telling something else. */
export async function forgetRemovedFrames(tabId: number): Promise<void> {
  if ((await forgetLeftPages(tabId)) === 'left') await showTab(tabId);
}

/** A document that goes while it is asked does not answer either. */
async function isThere(tabId: number, documentId: string): Promise<boolean> {
  if (documentId === '') return false;
  try {
    await sendToDocument(tabId, documentId, 'content.present', {});
    return true;
  } catch (error) {
    if (error instanceof NoReceiverError) return false;
    // Busy, but there.
    if (error instanceof LateError) return true;
    throw error;
  }
}

/** A frame shows a new page: what its former page showed is no longer there. The engine, at work, answers late, and is not waited for. */
export async function forgetFormerPage(frame: FrameAddress): Promise<void> {
  const struck = await removeEntries(
    (each) =>
      each.tabId === frame.tabId && each.frameId === frame.frameId && each.documentId !== frame.documentId,
  );
  forgetEvidenceOf(struck).catch((error: unknown) => {
    console.error('FakeFilter: the evidence of a page that was left could not be given up:', error);
  });
}

export function forgetTab(tabId: number): Promise<void> {
  return forgetPages((each) => each.tabId === tabId);
}

/** After the browser was started or the extension updated: only tabs that still exist count. */
export function forgetClosedTabs(open: ReadonlySet<number>): Promise<void> {
  return forgetPages((each) => !open.has(each.tabId));
}

/**
 * The user wants all verdicts forgotten. The ledger comes first, since pages and engine may be slow to answer, and last, so that
 * nothing that they still reported is left in it.
 */
export async function forgetAllVerdicts(): Promise<void> {
  await removeEntries(() => true);
  await Promise.all([forgetEvidence(null), tellFrames(await knownFrames(), 'content.forget', {})]);
  await removeEntries(() => true);
}

/** A page went away, and says so. */
export function forgetPage(page: FrameAddress): Promise<void> {
  return forgetPages((each) => each.tabId === page.tabId && each.documentId === page.documentId);
}

/** Keeps what a page can fill within bounds: of frames beyond them, those that are gone go first, then the oldest. */
export async function boundFrames(): Promise<void> {
  for (const tabId of (await crowdedTabs()).keys()) await forgetRemovedFrames(tabId);
  const beyond = await crowdedTabs();
  await forgetFrames(({ tabId, frameId }) => beyond.get(tabId)?.includes(frameId) ?? false);
}

async function forgetPages(left: (each: FrameAddress) => boolean): Promise<void> {
  await forgetEvidenceOf([...(await removeEntries(left)), ...(await forgetFrames(left))]);
}

async function forgetEvidenceOf(gone: readonly FrameAddress[]): Promise<void> {
  const documents = [...new Set(gone.map(({ documentId }) => documentId))];
  if (documents.length > 0) await forgetEvidence(documents);
}
