import { expect, test as sequential } from 'vitest';
import type { Results } from '../../src/pages/check-files/results.ts';
import type { OddAnswer } from '../../tools/lib/browser/odd-answers.ts';
import { poll } from '../../tools/lib/poll.ts';
import { useStage } from '../support/stage.ts';
import { siblings } from '../support/suite.ts';

/** Files of servers that do not keep to the rules: a verdict on frames that came, at their own times, or a reason; and soon. */
const stage = useStage({ site: false });
const test = sequential.concurrent;

const FACE_ENDS_MS = 4000;
const LENGTH_MS = 8000;
const FRAMES = 4;

/** How a check may end: with so many frames that came, or for a reason. */
const JUDGED = 'judged';
const ENDS = [
  ['broken-off', [JUDGED, 'unreadable', 'noFrames']],
  ['wrong-ranges', [JUDGED, 'unreadable', 'noFrames']],
  ['gzip', [JUDGED, 'unreadable']],
  ['refuses-ranges', [JUDGED, 'unreadable', 'noFrames']],
  ['unnamed-ranges', [JUDGED, 'unreadable', 'noFrames']],
  ['too-long', [JUDGED, 'unreadable', 'noFrames']],
  ['too-short', [JUDGED, 'unreadable', 'noFrames']],
  ['stalls', [JUDGED, 'noFrames']],
] as const satisfies readonly (readonly [OddAnswer, readonly string[]])[];

test.for(siblings(ENDS, 2))('a server that answers so: %s', { timeout: 120_000 }, async ([odd, ends]) => {
  const page = await stage.browser.page(`src/pages/check-files/index.html?frames=${FRAMES}`);
  await page
    .getByLabel('Or the address of a video file')
    .fill(`${stage.clip('face-then-none.mp4', 'foreign')}?odd=${odd}`);
  await page.keyboard.press('Enter');
  const results = await poll(
    'the end of the check',
    async () => {
      const shown = JSON.parse((await page.locator('#results').textContent()) ?? '') as Results;
      return shown.finished && shown.total === 1 && shown.results;
    },
    { limitMs: 90_000 },
  );
  const [result] = results;
  const end = result?.verdict === 'notChecked' ? result.reason : JUDGED;
  expect(ends, odd).toContain(end);
  const times = result?.faces.flatMap(({ timeline }) => timeline.map(({ timeMs }) => timeMs)) ?? [];
  expect(times.filter((time) => time > FACE_ENDS_MS || time > LENGTH_MS)).toEqual([]);
  expect(new Set(times).size).toBe(times.length);
  if (end === JUDGED) expect(times.length).toBeGreaterThan(0);
});
