import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_ENTRIES } from '../../../src/background/ledger-bounds.ts';
import type * as LedgerModule from '../../../src/background/ledger.ts';
import { browser, resetBrowser } from '../fake-browser.ts';
import { aFace, aReport, aState } from '../reports.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));

let ledger: typeof LedgerModule;
/** A worker that has just been started by the browser. */
async function freshWorker(): Promise<typeof LedgerModule> {
  vi.resetModules();
  return import('../../../src/background/ledger.ts');
}

const FRAME = { tabId: 1, frameId: 0, documentId: 'd1' };
const PICTURE = `data:image/webp;base64,${'A'.repeat(60_000)}`;

beforeEach(async () => {
  resetBrowser();
  ledger = await freshWorker();
});

describe('the ledger', () => {
  it('is still there when the worker has died', async () => {
    await ledger.record(aReport({ state: aState({ kind: 'manipulated' }) }), FRAME);
    await ledger.record(aReport({ key: { video: 'v-2', epoch: 0 } }), FRAME);
    ledger = await freshWorker();
    const videos = await ledger.videosOf(1);
    expect(videos.map((video) => video.key.video)).toEqual(['v-1', 'v-2']);
  });

  it('keeps the same video id of different tabs and frames apart', async () => {
    await ledger.record(aReport(), FRAME);
    await ledger.record(aReport(), { ...FRAME, frameId: 4 });
    await ledger.record(aReport(), { ...FRAME, tabId: 2 });
    expect(await ledger.videosOf(1)).toHaveLength(2);
    expect(await ledger.videosOf(2)).toHaveLength(1);
  });

  it('never lets a late report on an older source replace that of a newer', async () => {
    await ledger.record(aReport({ key: { video: 'v-1', epoch: 3 }, label: 'new' }), FRAME);
    await ledger.record(aReport({ key: { video: 'v-1', epoch: 2 }, label: 'old' }), FRAME);
    expect((await ledger.videosOf(1)).map((video) => video.label)).toEqual(['new']);
  });

  it('takes reports that come all at once', async () => {
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        ledger.record(aReport({ key: { video: `v-${i}`, epoch: 0 } }), FRAME),
      ),
    );
    ledger = await freshWorker();
    expect(await ledger.videosOf(1)).toHaveLength(30);
  });

  it('is bounded: the oldest entries go', async () => {
    for (let i = 0; i < MAX_ENTRIES + 5; i++) {
      await ledger.record(aReport({ key: { video: `v-${i}`, epoch: 0 } }), FRAME);
    }
    ledger = await freshWorker();
    const names = (await ledger.allEntries()).map((entry) => entry.key.video);
    expect(names).toHaveLength(MAX_ENTRIES);
    expect(names).not.toContain('v-0');
    expect(names).toContain(`v-${MAX_ENTRIES + 4}`);
  });

  it('lets the oldest go whatever its name, also when the worker was restarted', async () => {
    // Names in the opposite order of time.
    const tabOf = (i: number) => MAX_ENTRIES - i;
    for (let i = 0; i < MAX_ENTRIES; i++) {
      await ledger.record(aReport(), { ...FRAME, tabId: tabOf(i) }, 1000 + i);
    }
    ledger = await freshWorker();
    await ledger.record(aReport(), { ...FRAME, tabId: MAX_ENTRIES + 1 }, 5000);
    expect(await ledger.videosOf(tabOf(0))).toEqual([]);
    expect(await ledger.videosOf(tabOf(MAX_ENTRIES - 1))).toHaveLength(1);
  });

  it("lets a page of many videos displace its own, the least worth first, and no other tab's", async () => {
    await ledger.record(aReport({ key: { video: 'other', epoch: 0 } }), { ...FRAME, tabId: 9 }, 1);
    await ledger.record(aReport({ key: { video: 'done', epoch: 0 } }), FRAME, 2);
    for (let i = 0; i < MAX_ENTRIES * 2; i++) {
      const report = aReport({ key: { video: `v-${i}`, epoch: 0 }, phase: 'waiting', state: null });
      await ledger.record(report, FRAME, 1000 + i);
    }
    const names = (await ledger.allEntries()).map((entry) => entry.key.video);
    expect(names).toHaveLength(MAX_ENTRIES);
    expect(names).toContain('other');
    expect(names).toContain('done');
  });

  it('gives up old pictures before storage is full, never a verdict', async () => {
    const mask = Array.from({ length: 64 }, () => 0.5);
    const faces = [aFace({ thumbnail: PICTURE, mask }), aFace({ track: 2, thumbnail: PICTURE, mask })];
    for (let i = 0; i < 60; i++) {
      const state = aState({ kind: 'noSign' }, { faces });
      await ledger.record(aReport({ key: { video: `v-${i}`, epoch: 0 }, poster: PICTURE, state }), FRAME);
    }
    const stored = await browser.storage.session.get(null);
    expect(JSON.stringify(stored).length).toBeLessThan(8_000_000);
    expect(Object.keys(stored)).toHaveLength(60);
    const entries = await ledger.allEntries();
    const oldest = entries.find((entry) => entry.key.video === 'v-0');
    expect(oldest).toMatchObject({ poster: '', state: { faces: [{ thumbnail: '' }, { thumbnail: '' }] } });
    expect(oldest?.state?.faces[0]?.mask).toBeUndefined();
    expect(entries.find((entry) => entry.key.video === 'v-59')?.poster).toBe(PICTURE);
  });

  it('skips what it does not understand in storage', async () => {
    await browser.storage.session.set({ 'verdict:1:0:x': { half: 'an entry' } });
    await ledger.record(aReport(), FRAME);
    expect(await ledger.videosOf(1)).toHaveLength(1);
  });

  it('strikes what is asked, and tells what it was', async () => {
    await ledger.record(aReport(), FRAME);
    await ledger.record(aReport(), { ...FRAME, tabId: 2 });
    expect(await ledger.removeEntries((entry) => entry.tabId === 1)).toMatchObject([FRAME]);
    ledger = await freshWorker();
    expect(await ledger.videosOf(1)).toEqual([]);
    expect(await ledger.videosOf(2)).toHaveLength(1);
  });

  it('recovers from a write that storage refused', async () => {
    const refusing = vi.spyOn(browser.storage.session, 'set').mockRejectedValueOnce(new Error('quota'));
    await expect(ledger.record(aReport(), FRAME)).rejects.toThrow('quota');
    refusing.mockRestore();
    expect(await ledger.videosOf(1)).toEqual([]);
    await ledger.record(aReport(), FRAME);
    expect(await ledger.videosOf(1)).toHaveLength(1);
  });
});
