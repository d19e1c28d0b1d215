import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { KEPT } from '../contracts/kept.ts';
import { worstFirst } from '../messages/report.ts';
import type { Before, LedgerEntry, VideoReport } from '../messages/schemas.ts';
import { serialise } from '../settings/serialise.ts';
import type { FrameAddress } from './sender.ts';
import { trim } from './ledger-bounds.ts';
import { StoredEntrySchema, type StoredEntry } from './ledger-entry.ts';

/**
 * The latest word on every video of every open tab, one `storage.session` entry each: in memory only, gone with the
 * browser, and still there when the worker that wrote it has died.
 */

const PREFIX = KEPT.session.verdict;

export function ledgerKey(entry: { tabId: number; frameId: number; key: { video: string } }): string {
  return `${PREFIX}${entry.tabId}:${entry.frameId}:${entry.key.video}`;
}

function isLedgerKey(name: string): boolean {
  return name.startsWith(PREFIX);
}

/**
 * A copy of storage to spare reading megabytes at every report, oldest entry first; a new worker starts without one. Storage
 * itself gives its entries in the order of their names.
 */
let copy: Map<string, StoredEntry> | null = null;

async function entries(): Promise<Map<string, StoredEntry>> {
  if (copy) return copy;
  const all = await browser.storage.session.get(null);
  const stored = Object.entries(all).flatMap(([name, value]) =>
    isLedgerKey(name) && v.is(StoredEntrySchema, value) ? [[name, value] as const] : [],
  );
  copy = new Map(stored.sort(([, a], [, b]) => a.updatedAt - b.updatedAt));
  return copy;
}

async function store(changed: readonly StoredEntry[], removed: readonly string[]): Promise<void> {
  // The copy is given up if storage refuses, so that it never claims more than was kept.
  try {
    if (removed.length > 0) await browser.storage.session.remove([...removed]);
    if (changed.length > 0) {
      await browser.storage.session.set(
        Object.fromEntries(changed.map((entry) => [ledgerKey(entry), entry])),
      );
    }
  } catch (error) {
    copy = null;
    throw error;
  }
}

/** Keeps a report. One on an older source of the same element is dropped. */
export function record(
  report: VideoReport,
  from: FrameAddress & { before?: Before | undefined },
  now: number = Date.now(),
): Promise<void> {
  return serialise('ledger', async () => {
    const ledger = await entries();
    const entry: StoredEntry = { ...report, ...from, updatedAt: now };
    const name = ledgerKey(entry);
    const before = ledger.get(name);
    const sameElement = before?.documentId === entry.documentId;
    if (sameElement && before.key.epoch > report.key.epoch) return;
    ledger.delete(name);
    ledger.set(name, entry);
    const { changed, removed } = trim(ledger);
    await store(
      [...new Set([name, ...changed])].flatMap((each) => ledger.get(each) ?? []),
      removed,
    );
  });
}

/** Removes all entries that `gone` picks. @returns them. */
export function removeEntries(gone: (entry: StoredEntry) => boolean): Promise<StoredEntry[]> {
  return serialise('ledger', async () => {
    const ledger = await entries();
    const struck = [...ledger].filter(([, entry]) => gone(entry));
    for (const [name] of struck) ledger.delete(name);
    await store(
      [],
      struck.map(([name]) => name),
    );
    return struck.map(([, entry]) => entry);
  });
}

/** The videos of a tab, worst verdict first. */
export function videosOf(tabId: number): Promise<LedgerEntry[]> {
  return serialise('ledger', async () =>
    [...(await entries()).values()].filter((entry) => entry.tabId === tabId).sort(worstFirst),
  );
}

/** The entry of a video under this key. */
export function entryOf(
  { tabId, frameId }: FrameAddress,
  key: VideoReport['key'],
): Promise<StoredEntry | undefined> {
  return serialise('ledger', async () => {
    const entry = (await entries()).get(ledgerKey({ tabId, frameId, key }));
    return entry?.key.epoch === key.epoch ? entry : undefined;
  });
}

/** All entries, in the order they were last written. */
export function allEntries(): Promise<StoredEntry[]> {
  return serialise('ledger', async () => [...(await entries()).values()]);
}
