import { test } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { badges, waitForBadge } from '../support/badge.ts';
import { engineOf, isUnderWay, verdictOn } from '../support/contexts.ts';
import { useStage } from '../support/stage.ts';

/** All parts of the extension but its content scripts share one process. Where that crashes the browser ends the extension, and tells the user. */
const stage = useStage({ site: true });

test(
  'the process of the extension crashes: the badges go, and once the browser has loaded it again the check comes to its verdict',
  { timeout: 300_000 },
  async () => {
    const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
    await waitForBadge(page, 'the check to be under way', isUnderWay, 90_000);
    (await engineOf(stage)).send('Page.crash').catch(() => undefined);
    await poll('the badge to go', async () => (await badges(page)).length === 0, { limitMs: 60_000 });
    await stage.browser.reload();
    await verdictOn(stage, page);
  },
);
