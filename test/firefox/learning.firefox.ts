import { afterAll, beforeAll, expect, it } from 'vitest';
import { poll } from '../../tools/lib/poll.ts';
import { isJudged, raiseFirefox, waitForBadge, type FirefoxStage } from '../support/firefox-stage.ts';

/** A round of learning in Firefox, from the first face to a version that judges; the build for tests needs few faces. */

let stage: FirefoxStage;
beforeAll(async () => {
  stage = await raiseFirefox();
});
afterAll(() => stage.down());

it('learns from a site while the event page would be suspended', async () => {
  const { origin } = stage.server;
  await stage.tell('background.setSite', { origin, check: true });
  expect((await stage.tell('background.setAdaptation', { origin, adapt: true })).adapt).toBe(true);
  // Each in a window of its own, since hidden tabs are not looked at.
  const clips = ['one-face.webm', 'two-faces.webm', 'one-face-right.webm'] as const;
  const pages = await Promise.all(
    clips.map((clip) => stage.browser.open(`${origin}/video.html?src=/clips/${clip}`, 'window')),
  );
  for (const page of pages) await waitForBadge(page, 'a verdict on each clip', isJudged);
  for (const page of pages) await page.close();

  const state = () => stage.tell('engine.adaptation', { origin });
  await poll('the faces to be kept', async () => (await state()).gathered.videos >= 3, { limitMs: 60_000 });
  await stage.tell('engine.adaptNow', { origin }).catch((error: unknown) => {
    if (!String(error).includes('roundRunning')) throw error;
  });
  await stage.browser.window.run(`Services.prefs.setIntPref('extensions.background.idle.timeout', 12000)`);
  const after = await poll(
    'the end of a round',
    async () => {
      const now = await state();
      return now.rounds.length > 0 && now;
    },
    { limitMs: 240_000, everyMs: 2000 },
  );
  expect(after.rounds[0]?.outcome).toBe('committed');
  expect(after.active).toBe(1);
}, 400_000);
