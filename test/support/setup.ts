import { ensureBuild } from '../../tools/lib/build.ts';
import { chromiumPath } from '../../tools/lib/browser/chromium.ts';
import { prepareClips } from '../../tools/clips/clips.ts';

/** Once before all browser tests: a browser, the extension and the videos. */
export default async function setup(): Promise<void> {
  await chromiumPath();
  await ensureBuild('product');
  await ensureBuild('e2e');
  await ensureBuild('demo');
  await prepareClips();
}
