import { expect, test } from 'vitest';
import { isFinal, isJudged, waitForBadge } from '../support/badge.ts';
import { useStage } from '../support/stage.ts';

/** Every way in which a video's pixels reach a page. */
const stage = useStage();

test('a same-origin webm gets a verdict on its one face', async () => {
  await stage.setSite(true);
  const page = await stage.open('video.html', { src: stage.clip('one-face.webm') });
  const badge = await waitForBadge(page, 'a verdict', isFinal);
  expect(badge.words).toMatch(/^(No sign of manipulation found|Unclear|Likely manipulated)$/);
  expect(isJudged(badge)).toBe(true);
  console.log(badge);
});
