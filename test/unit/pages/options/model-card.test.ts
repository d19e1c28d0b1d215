import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseModelNumbers } from '../../../../src/pages/options/model-numbers.ts';
import { EN } from '../../../../src/words/catalogues/en.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const read = (name: string) => readFile(path.join(root, name), 'utf8');

it('the numbers of the network that ships are understood', async () => {
  const { modelVersion, thresholds, atThreshold } = parseModelNumbers(
    JSON.parse(await read('models/detector/calibration.json')),
  );
  expect(await read('models/MODEL_CARD.md')).toContain(modelVersion);
  expect(thresholds.video?.manipulated).toBeGreaterThan(thresholds.video?.noSign ?? 1);
  expect(atThreshold?.videos).toBeGreaterThan(100);
});

it('network and training sets are those of the model card', async () => {
  const card = await read('models/MODEL_CARD.md');
  const page = await read('src/pages/options/model-card.tsx');
  const [, list = ''] = /const SETS = \[(.*?)\]/.exec(page) ?? [];
  const trainedOn = card
    .split('\n')
    .filter((line) => /^\| .*(labelled source|genuine faces for blends)/.test(line))
    .join();
  const sets = [...list.matchAll(/'(.*?)'/g)].map(([, set = '']) => set);
  expect(sets.length).toBeGreaterThan(0);
  for (const set of sets) expect(trainedOn).toContain(set);
  const [network = ''] = /EfficientNet-\w+/.exec(EN.card_what) ?? [];
  expect(card).toContain(network);
});
