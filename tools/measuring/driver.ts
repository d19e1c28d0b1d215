import type { Page } from 'playwright-core';
import type { Ranges } from '../../src/adaptation/samples/quantise.ts';
import type { AdaptationAnswer, AdaptationRequest } from '../page/adaptation/requests.ts';
import { ensureBuild } from '../lib/build.ts';
import { launch, type ExtensionBrowser } from '../lib/browser/launch.ts';
import { closedOnAbort } from '../lib/command-line/interrupt.ts';
import type {
  CropsAnswer,
  CutOptions,
  CutsAnswer,
  EngineAnswer,
  ItemAnswer,
  ItemRequest,
  QuantisedLogits,
  SpeedAnswer,
} from '../page/requests.ts';

/** The evaluation page in a headless Chromium, started anew whenever it is lost. */

/** Starting the engine, and so much for each frame: without an answer for this long the page has hung. In ms. */
const START_LIMIT_MS = 120_000;
const FRAME_LIMIT_MS = 8_000;
/** Work on a set of faces: judging it, or a round of training. In ms. */
const SET_LIMIT_MS = 900_000;
/** Requests after which a fresh page is taken, which gives back whatever memory a decoder may have kept. */
const PAGE_LIFE = 200;
/** A request that lost the page is made once more. */
const TRIES = 2;

/** The engine cannot run here at all; the message says why. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}

/** A request was lost twice; the message says how. */
export class RequestLost extends Error {
  override readonly name = 'RequestLost';
}

export class Driver {
  #browser: ExtensionBrowser | null = null;
  #page: Page | null = null;
  #requests = 0;
  #engine: EngineAnswer | null = null;
  readonly #tell: (message: string) => void;

  /** @param tell is given what the user should know of, a sentence at a time. */
  constructor(tell: (message: string) => void) {
    this.#tell = tell;
  }

  /** Version and backend of the engine, once it has run. */
  get engine(): EngineAnswer | null {
    return this.#engine;
  }

  /**
   * @param files absolute paths; the items' sources count from 0 in them.
   * @throws RequestLost if the page crashed, hung or failed twice over this; EngineUnavailable.
   */
  score(files: readonly string[], items: readonly ItemRequest[], features: boolean): Promise<ItemAnswer[]> {
    const call = `evaluation.score(${JSON.stringify(items)}, ${features})`;
    return this.#ask<ItemAnswer[]>(files, items, call);
  }

  /** As {@link score}. */
  crop(files: readonly string[], items: readonly ItemRequest[], size: number): Promise<CropsAnswer[]> {
    return this.#ask<CropsAnswer[]>(files, items, `evaluation.crop(${JSON.stringify(items)}, ${size})`);
  }

  /** As {@link score}. */
  cuts(files: readonly string[], items: readonly ItemRequest[], options: CutOptions): Promise<CutsAnswer[]> {
    const call = `evaluation.cuts(${JSON.stringify(items)}, ${JSON.stringify(options)})`;
    return this.#ask<CutsAnswer[]>(files, items, call);
  }

  /** @param file a set of faces, see `face-set.ts`. As {@link score}. */
  quantisedLogits(file: string, ranges: Ranges): Promise<QuantisedLogits> {
    return this.#within(SET_LIMIT_MS, [file], `evaluation.quantisedLogits(${JSON.stringify(ranges)})`);
  }

  /** @param files sets of faces. As {@link score}. */
  adapt(files: readonly string[], request: AdaptationRequest): Promise<AdaptationAnswer> {
    return this.#within(SET_LIMIT_MS, files, `evaluation.adapt(${JSON.stringify(request)})`);
  }

  /** As {@link score}. */
  speed(): Promise<SpeedAnswer> {
    return this.#within(SET_LIMIT_MS, [], 'evaluation.speed()');
  }

  /** A picture after squeezing, a JPEG. As {@link score}. */
  async squeezed(file: string, item: ItemRequest): Promise<Buffer> {
    const base64 = await this.#ask<string>([file], [item], `evaluation.squeezed(${JSON.stringify(item)})`);
    return Buffer.from(base64, 'base64');
  }

  async close(): Promise<void> {
    const browser = this.#browser;
    this.#browser = null;
    this.#page = null;
    // A browser that crashed may not close in good order; what matters is that it is gone.
    await browser?.close().catch((error: unknown) => this.#tell(String(error)));
  }

  #ask<T>(files: readonly string[], items: readonly ItemRequest[], call: string): Promise<T> {
    const frames = items.reduce(
      (sum, { sources }) => sum + sources.reduce((n, source) => n + source.frames, 0),
      0,
    );
    return this.#within(START_LIMIT_MS + frames * FRAME_LIMIT_MS, files, call);
  }

  async #within<T>(limitMs: number, files: readonly string[], call: string): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        const page = await this.#ready();
        return await withLimit(page, limitMs, async () => {
          await page.setInputFiles('input[type=file]', [...files]);
          return page.evaluate<T>(call);
        });
      } catch (error) {
        if (error instanceof EngineUnavailable) throw error;
        await this.close();
        const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
        if (attempt === TRIES) throw new RequestLost(why, { cause: error });
        this.#tell(`The browser was lost (${why}); starting it again …`);
      }
    }
  }

  async #ready(): Promise<Page> {
    if (this.#page && this.#requests++ < PAGE_LIFE) return this.#page;
    await this.#page?.close();
    this.#page = null;
    this.#browser ??= await started();
    const page = await this.#browser.page('tools/page/index.html');
    try {
      this.#engine = await withLimit(page, START_LIMIT_MS, () =>
        page.evaluate<EngineAnswer>('evaluation.start()'),
      );
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new EngineUnavailable(`The extension's engine does not start here: ${why}`, { cause: error });
    }
    this.#requests = 1;
    this.#page = page;
    return page;
  }
}

/**
 * Lends a driver to `work`, and ends its browser afterwards, or at once when the signal is aborted; the error that this causes is
 * replaced by the signal's reason.
 */
export async function withDriver<T>(
  signal: AbortSignal,
  tell: (message: string) => void,
  work: (driver: Driver) => Promise<T>,
): Promise<T> {
  const driver = new Driver(tell);
  return closedOnAbort(
    signal,
    () => driver.close(),
    () => work(driver),
  );
}

async function started(): Promise<ExtensionBrowser> {
  try {
    return await launch({ dist: await ensureBuild('evaluation'), ownSignals: true });
  } catch (error) {
    throw new EngineUnavailable(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** @throws Error also if the page crashes, closes or takes longer than the limit; nothing else would end the wait then. */
async function withLimit<T>(page: Page, limitMs: number, work: () => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const crashed = (): void => reject(new Error('the page crashed'));
    const closed = (): void => reject(new Error('the page was closed'));
    const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs / 1000} s`)), limitMs);
    page.once('crash', crashed);
    page.once('close', closed);
    work()
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        page.off('crash', crashed);
        page.off('close', closed);
      });
  });
}
