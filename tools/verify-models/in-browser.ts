import { selfTestWords } from '../../src/pages/shared/engine-words.ts';
import { BACKENDS, type BackendName } from '../../src/contracts/backend.ts';
import { ensureBuild } from '../lib/build.ts';
import { writeSettings } from '../lib/browser/settings.ts';
import { launch } from '../lib/browser/launch.ts';
import { poll } from '../lib/poll.ts';
import { tell } from '../lib/browser/tell.ts';
import type { Check } from './verify.ts';

/** The self-test as users' browsers run it, one backend after the other; a GPU that the machine lacks is Chromium's software one. */

/** A software GPU compiles shaders for a minute or more. */
const LIMIT_MS = 180_000;

/** @returns for each backend whether it reproduced the golden vectors in the built extension, how closely, and how fast. */
export async function verifyInBrowser(): Promise<Check[]> {
  const dist = await ensureBuild('product');
  const checks: Check[] = [];
  for (const backend of BACKENDS) checks.push(await verifyBackend(dist, backend));
  return checks;
}

async function verifyBackend(dist: string, backend: BackendName): Promise<Check> {
  const browser = await launch({ dist, args: ['--enable-unsafe-webgpu'] });
  try {
    await writeSettings(browser, { backend });
    const page = await browser.page('src/pages/options/index.html');
    await tell(page, 'background.engine', {});
    const { selfTests } = await poll(
      `the self-test on ${backend}`,
      async () => {
        const status = await tell(page, 'engine.status', {});
        return status.phase !== 'starting' && status;
      },
      { limitMs: LIMIT_MS, everyMs: 500 },
    );
    const found = selfTests.find((test) => test.backend === backend);
    return {
      what: `golden vectors in Chromium on ${backend}: max |Δ|`,
      passed: found?.passed === true,
      detail: found?.passed
        ? `${found.worst?.toExponential(1)}, ${found.msPerFace?.toFixed(1)} ms a face`
        : found
          ? selfTestWords(found)
          : 'was not tried',
    };
  } finally {
    await browser.close();
  }
}
