import type { VideoReport } from '../messages/schemas.ts';
import { sleep } from '../messages/timers.ts';
import { noteHistory, type Received } from './history.ts';
import { ledgerKey, record } from './ledger.ts';
import { forgetFormerPage } from './navigation.ts';
import type { FrameAddress } from './sender.ts';
import { showTab } from './toolbar.ts';

/** Between two lots of reports, in ms. However many a page sends, the work is that of one lot. */
const BETWEEN_LOTS_MS = 100;

let waiting = new Map<string, Received>();
let lot: Promise<void> | null = null;
let pause: Promise<void> = Promise.resolve();

/**
 * Keeps a report of a frame; of several on one video the newest counts. Resolves when it is in the ledger and on the toolbar.
 * @param page its address, for the history; null if it is to remember nothing of it.
 */
export function receive(report: VideoReport, frame: FrameAddress, page: string | null = null): Promise<void> {
  waiting.set(`${frame.documentId} ${ledgerKey({ ...frame, key: report.key })}`, { report, frame, page });
  lot ??= pause.then(takeIn);
  return lot;
}

/** Resolves when all that came before is in the ledger. */
export async function allReceived(): Promise<void> {
  // Whoever waits for a lot is told what went wrong with it.
  await lot?.catch(() => undefined);
}

async function takeIn(): Promise<void> {
  const reports = [...waiting.values()];
  waiting = new Map();
  lot = null;
  const work = takeInAll(reports);
  pause = work.then(
    () => sleep(BETWEEN_LOTS_MS),
    () => sleep(BETWEEN_LOTS_MS),
  );
  await work;
}

async function takeInAll(reports: readonly Received[]): Promise<void> {
  const frames = new Map(reports.map(({ frame }) => [`${frame.tabId} ${frame.documentId}`, frame]));
  for (const frame of frames.values()) await forgetFormerPage(frame);
  // A history that cannot be written takes nothing from the ledger.
  const before = await noteHistory(reports).catch((error: unknown) => {
    console.error('FakeFilter: the history could not be written:', error);
    return null;
  });
  for (const { report, frame } of reports) await record(report, { ...frame, before: before?.get(report) });
  for (const tabId of new Set(reports.map(({ frame }) => frame.tabId))) await showTab(tabId);
}
