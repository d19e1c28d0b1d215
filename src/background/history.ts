import type { Runtime } from 'webextension-polyfill';
import { verdictOf } from '../messages/report.ts';
import type { Before, VideoReport } from '../messages/schemas.ts';
import type { HistoryRecord } from '../history/record.ts';
import { recalled } from '../history/recall.ts';
import { keepRecords, listRecords } from '../history/store.ts';
import { hostOf, originOf } from '../settings/origins.ts';
import { readSettings } from '../settings/store.ts';
import type { FrameAddress } from './sender.ts';

/** A report, and the page it came from; the address is null in a private window and where there is none. */
export interface Received {
  report: VideoReport;
  frame: FrameAddress;
  page: string | null;
}

/** The address of the page that a content script speaks from, if it may be remembered at all. */
export function rememberedPage(sender: Runtime.MessageSender): string | null {
  if (sender.tab?.incognito !== false) return null;
  const address = sender.tab.url ?? sender.url;
  if (address === undefined || originOf(address) === null) return null;
  const url = new URL(address);
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href.length <= 2000 ? url.href : url.origin;
}

/** The record of a report; null before its verdict, and where there was nothing to judge. */
export function recordOf({ report, frame, page }: Received, at: number): HistoryRecord | null {
  const verdict = verdictOf(report);
  if (page === null || report.phase !== 'done' || !verdict || verdict.kind === 'notChecked') return null;
  const { video, epoch } = report.key;
  return {
    id: `${frame.documentId}:${frame.frameId}:${video}:${epoch}`,
    at,
    page,
    site: hostOf(page),
    label: report.label,
    verdict,
    faces: report.state?.faces.length ?? 0,
    frames: report.state?.framesJudged ?? 0,
    modelVersion: report.state?.modelVersion ?? '',
    siteVersion: report.state?.siteVersion,
    hashes: report.state?.hashes,
  };
}

/**
 * Keeps the verdicts among these reports, if the user wants a history.
 * @returns for each report what was said before of a video that looks like it, as far as there is such.
 */
export async function noteHistory(
  received: readonly Received[],
  now: number = Date.now(),
): Promise<Map<VideoReport, Before>> {
  const found = new Map<VideoReport, Before>();
  const noted = received.flatMap((each) => {
    const record = recordOf(each, now);
    return record ? [{ report: each.report, record }] : [];
  });
  if (noted.length === 0 || !(await readSettings()).history) return found;
  const former = noted.some(({ record }) => record.hashes) ? await listRecords(now) : [];
  for (const { report, record } of noted) {
    const before = recalled(record.hashes ?? [], record.id, former);
    if (before) found.set(report, before);
  }
  await keepRecords(
    noted.map(({ record }) => record),
    now,
  );
  return found;
}
