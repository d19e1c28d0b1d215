import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { FileResult } from '../../src/pages/check-files/results.ts';
import { checkOnPage } from '../../tools/check/drive.ts';
import { useStage } from '../support/stage.ts';

/** Real research videos, where this computer has them; they may not be published and are not part of the project. */
const folder = path.resolve('../shared/data/ffpp-c40');
const stage = useStage({ site: false });

test.skipIf(!existsSync(folder))('strongly compressed research videos are read and judged', async () => {
  const entries = await readdir(folder, { recursive: true });
  const videos = entries.filter((name) => name.endsWith('.mp4')).sort();
  const some = [0, 1, 2].flatMap((part) => videos[Math.floor((part * videos.length) / 3)] ?? []);
  const page = await stage.browser.page('src/pages/check-files/index.html?frames=8');
  const results: FileResult[] = [];
  const files = some.map((name) => path.join(folder, name));
  await checkOnPage(page, files, 8, (_, result) => results.push(result));
  expect(results).toHaveLength(3);
  for (const result of results) {
    expect(result.verdict).not.toBe('notChecked');
    expect(result.frames).toBeGreaterThanOrEqual(6);
  }
});
