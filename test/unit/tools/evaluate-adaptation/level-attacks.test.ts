import { expect, it } from 'vitest';
import type { Item } from '../../../../tools/lib/manifest/items.ts';
import { BASE } from '../../../../tools/evaluate-adaptation/arms.ts';
import { levelAttackTable } from '../../../../tools/evaluate-adaptation/level-attacks.ts';
import type { FaceList } from '../../../../tools/evaluate-adaptation/face-list.ts';
import { NOTHING } from '../../../../tools/lib/manifest/conditions.ts';
import { shippedCalibration } from './shipped.ts';

/** A site of 80 videos, a fifth of them manipulated, which score higher. */
const COUNT = 80;
const isFake = (i: number) => i % 5 === 0;
const score = (i: number) => (isFake(i) ? 4 : -2) + 3 * Math.sin(i);

function table() {
  const items = Array.from({ length: COUNT }, (_, i): Item => ({
    path: `v${i}`,
    dataset: 'x',
    label: isFake(i) ? 'fake' : 'real',
    method: '',
    group: `g${i}`,
    kind: 'image',
    files: [],
    source: '',
    crop: null,
  }));
  const list: FaceList = { key: 'k', file: 'f', items };
  const all = items.map((_, i) => i);
  const fold = { adapt: all, test: all };
  const shift = { name: 'site', dataset: 'x', condition: NOTHING, frames: 1 };
  const run = { shift: 'site', rate: null, seed: 1, arm: BASE, scenario: 'ordinary' } as const;
  const samples = all.map((face) => ({ face, video: `v${face}`, manipulated: isFake(face), trusted: false }));
  const said = all.map(score);
  const answer = {
    tests: [said, said],
    round: null,
    called: { genuine: 0, manipulated: 1, site: said },
    seconds: 1,
  };
  return levelAttackTable(
    new Map([[run, [{ fold, samples, answer }]]]),
    [{ shift, adapt: list, target: list, source: list, folds: [fold] }],
    { rates: [0.2], seeds: 2, count: COUNT },
    shippedCalibration,
  );
}

it('tells of each attack how far limits move, when the level is given up, and what that does to verdicts', () => {
  const { head, rows } = table();
  for (const row of rows) expect(row).toHaveLength(head.length);
  const row = (words: string) => rows.find(([, what]) => what === words) ?? [];
  expect(row('nothing')[4]).toBe('0 of 2');
  // Scores that only ever rise are no site's level.
  expect(row('first low scores, then higher ones')[4]).toBe('2 of 2');
  expect(row('one manipulated clip many times').slice(2)).toEqual(row('nothing').slice(2));
});
