import { ensureBuild } from '../../tools/lib/build.ts';
import { firefoxPrograms } from '../../tools/lib/browser/firefox/firefox.ts';
import { prepareClips } from '../../tools/clips/clips.ts';

/** Once before all tests in Firefox: the browser, the extension and the videos, which a Chromium makes. */
export default async function setup(): Promise<void> {
  await firefoxPrograms();
  await ensureBuild('firefox-e2e');
  await prepareClips();
}
