import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { CheckRecordSchema, type CheckRecord } from '../../src/pages/check-files/record.ts';
import type { FileProgress, FileResult, Results } from '../../src/pages/check-files/results.ts';
import type { Settings } from '../../src/settings/schema.ts';
import { writeSettings } from '../lib/browser/settings.ts';
import { launch, type ExtensionBrowser, type LaunchOptions } from '../lib/browser/launch.ts';

/** Has files checked by the extension's page "Check files". */

/** Files handed over at a time: bounds what one crash can cost. */
const BATCH = 20;
/** A file without a result for this long has hung: starting the detector, and so much for each frame. */
const START_LIMIT_MS = 120_000;
const FRAME_LIMIT_MS = 8_000;
/** Frames that are waited for where their number is left to the page; every one of them is news. */
const LIKELY_FRAMES = 16;
/** Hashes and Content Credentials of a batch are read within this time after the last verdict. */
const RECORD_LIMIT_MS = 600_000;
/** A file that ended the browser is tried once more, by itself. */
const TRIES = 2;

export interface Job {
  /** Absolute paths of readable files. */
  files: readonly string[];
  /** null: as many as a file calls for. */
  frames: number | null;
  /** Called with each file's result, in the order of `files` but for those that had to be tried again. */
  onResult: (file: string, result: FileResult | 'lost') => void;
  /** Called with all that is known of a checked file, pictures included; asked for only where it is given. */
  onRecord?: (file: string, record: CheckRecord) => void;
  /** Called while a file is checked. */
  onProgress?: (file: string, progress: FileProgress) => void;
}

/** The page of the running browser was lost or stopped answering. */
class PageLost extends Error {
  override readonly name = 'PageLost';
}

/**
 * Has the page check files and waits for all results.
 * @param onResult called once for each file, with its place in `files`.
 * @param onProgress called when the page tells how far it is with a file.
 * @throws PageLost
 */
export async function checkOnPage(
  page: Page,
  files: readonly string[],
  frames: number,
  onResult: (index: number, result: FileResult) => void,
  onProgress: (progress: FileProgress) => void = () => undefined,
): Promise<void> {
  const gone = new AbortController();
  page.once('crash', () => gone.abort());
  page.once('close', () => gone.abort());
  try {
    await page.setInputFiles('input[type=file]', [...files]);
    let seen = 0;
    let lastNews = Date.now();
    let lastProgress = '';
    for (;;) {
      if (gone.signal.aborted) throw new PageLost('The page with the detector crashed');
      const text = await page.locator('#results').textContent({ timeout: 30_000 });
      const results = JSON.parse(text ?? '') as Results;
      // Until the page has taken the files up, it still shows what came before.
      if (results.total === files.length) {
        for (const result of results.results.slice(seen)) onResult(result.index, result);
        if (results.results.length > seen) lastNews = Date.now();
        seen = results.results.length;
        const progress = JSON.stringify(results.progress ?? null);
        if (results.progress && progress !== lastProgress) {
          lastNews = Date.now();
          onProgress(results.progress);
        }
        lastProgress = progress;
        if (results.finished) return;
      }
      if (Date.now() - lastNews > START_LIMIT_MS + frames * FRAME_LIMIT_MS) {
        throw new PageLost('The page with the detector stopped answering');
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  } catch (error) {
    if (error instanceof PageLost) throw error;
    throw new PageLost('The page with the detector was lost', { cause: error });
  }
}

/**
 * All that the page knows of the files it was given, once it has read their hashes.
 * @param onRecord called once for each file, with its place in `files`.
 * @throws PageLost
 */
async function recordsOnPage(
  page: Page,
  files: number,
  onRecord: (index: number, record: CheckRecord) => void,
): Promise<void> {
  try {
    const places = page.locator('script.record');
    await places.nth(files - 1).waitFor({ state: 'attached', timeout: RECORD_LIMIT_MS });
    for (const place of await places.all()) {
      const index = Number(await place.getAttribute('data-index'));
      onRecord(index, v.parse(CheckRecordSchema, JSON.parse((await place.textContent()) ?? '')));
    }
  } catch (error) {
    throw new PageLost('The page with the detector gave no records', { cause: error });
  }
}

/**
 * Checks all files; a crash of the browser costs at most the file that caused it.
 * @throws Error if the browser cannot be started at all.
 */
export async function checkFiles(
  options: LaunchOptions,
  settings: Partial<Settings>,
  { files, frames, onResult, onRecord, onProgress }: Job,
): Promise<void> {
  const waiting = files.map((file) => ({ file, tries: 0 }));
  let browser: ExtensionBrowser | null = null;
  try {
    while (waiting.length > 0) {
      if (!browser) {
        browser = await launch(options);
        await writeSettings(browser, settings);
      }
      // What ended a browser once goes alone the second time, so that it takes nothing with it.
      const alone = (waiting[0]?.tries ?? 0) > 0;
      const batch = waiting.slice(0, alone ? 1 : BATCH);
      const done = new Set<number>();
      try {
        const query = new URLSearchParams({
          ...(frames !== null && { frames: String(frames) }),
          ...(onRecord && { records: '' }),
        });
        const page = await browser.page(`src/pages/check-files/index.html?${query}`);
        await checkOnPage(
          page,
          batch.map(({ file }) => file),
          frames ?? LIKELY_FRAMES,
          (index, result) => {
            const entry = batch[index];
            if (!entry) throw new Error(`The page told of a file ${index} that it was not given`);
            done.add(index);
            onResult(entry.file, result);
          },
          (progress) => {
            const entry = batch[progress.index];
            if (entry) onProgress?.(entry.file, progress);
          },
        );
        if (onRecord) {
          await recordsOnPage(page, batch.length, (index, record) => {
            const entry = batch[index];
            if (entry) onRecord(entry.file, record);
          });
        }
        await page.close();
      } catch (error) {
        const culprit = batch.find((_, index) => !done.has(index));
        if (culprit && ++culprit.tries >= TRIES) {
          onResult(culprit.file, 'lost');
          done.add(batch.indexOf(culprit));
        }
        console.error(`${error instanceof Error ? error.message : String(error)}; starting it again …`);
        // A browser that crashed may not close in good order either; what matters is that it is gone.
        await browser.close().catch((reason: unknown) => console.error(reason));
        browser = null;
      }
      const finished = new Set(batch.filter((_, index) => done.has(index)));
      for (let i = waiting.length - 1; i >= 0; i--) {
        const entry = waiting[i];
        if (entry && finished.has(entry)) waiting.splice(i, 1);
      }
    }
  } finally {
    await browser?.close();
  }
}
