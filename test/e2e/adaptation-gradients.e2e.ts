import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { ensureBuild } from '../../tools/lib/build.ts';
import type { GradientsAnswer } from '../../tools/page/gradients.ts';
import { siblings } from '../support/suite.ts';
import { launch, type ExtensionBrowser } from '../../tools/lib/browser/launch.ts';

/** The losses' gradients on the GPU backends, on Chromium's software adapters, against WebAssembly's in the same page. */

let browser: ExtensionBrowser;
let page: Page;

beforeAll(async () => {
  browser = await launch({ dist: await ensureBuild('evaluation'), args: ['--enable-unsafe-webgpu'] });
  page = await browser.page('tools/page/index.html');
  await page.evaluate('evaluation.start()');
}, 240_000);
afterAll(() => browser.close());

test.for(siblings(['webgl', 'webgpu']))(
  'the gradients of all losses on %s are those of WebAssembly',
  { timeout: 180_000 },
  async (backend) => {
    const answer = await page.evaluate<GradientsAnswer>(`compareGradients(${JSON.stringify(backend)})`);
    // The site's loss asks the features alone, so the fake classifier and the short way have no gradient there.
    const tensors = Object.values(answer).map((loss) => Object.keys(loss).length - 1);
    expect(tensors).toEqual([14, 9]);
    for (const [loss, worst] of Object.entries(answer)) {
      for (const [tensor, difference] of Object.entries(worst)) {
        expect(difference, `${loss}: ${tensor}`).toBeLessThan(1e-3);
      }
    }
  },
);
