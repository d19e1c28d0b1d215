import { describe, expect, it } from 'vitest';
import { jsonLines, summarise, textTable, type SetSummary } from '../../../../tools/evaluate/report/index.ts';
import { aucChange } from '../../../../tools/evaluate/report/paired-change.ts';
import type { ScoredItem } from '../../../../tools/evaluate/scores.ts';
import { frame, item, picture } from './items.ts';

const THRESHOLDS = { manipulated: 0.9, noSign: 0.3 };
const OPTIONS = { thresholds: THRESHOLDS, draws: 200 };

/** Two methods with two videos each against three genuine ones; one manipulated video was not readable. */
const VIDEOS: ScoredItem[] = [
  ...[0.1, 0.2, 0.6].map((probability, at) =>
    item({ path: `r${at}.mp4`, group: `r${at}`, probability, verdict: at === 2 ? 'unclear' : 'noSign' }),
  ),
  ...[0.95, 0.7].map((probability, at) =>
    item({
      path: `a${at}.mp4`,
      label: 'fake',
      method: 'Swap',
      probability,
      verdict: at === 0 ? 'manipulated' : 'unclear',
      frames: [frame(0.9), frame(0.8), frame(0.2)],
    }),
  ),
  item({ path: 'b0.mp4', label: 'fake', method: 'Other', probability: 0.05 }),
  item({
    path: 'b1.mp4',
    label: 'fake',
    method: 'Other',
    outcome: 'unreadable',
    detail: 'damaged',
    probability: null,
    verdict: 'notChecked',
    frames: [],
  }),
];

function find(
  summaries: readonly SetSummary[],
  level: string,
  method = 'all',
  condition = 'as is',
): SetSummary {
  const found = summaries.find(
    (one) => one.level === level && one.method === method && one.condition === condition,
  );
  if (!found) throw new Error(`no ${level} ${method} ${condition}`);
  return found;
}

describe('summaries', () => {
  const summaries = summarise(VIDEOS, OPTIONS);

  it('are one a level, and one a method against all genuine samples', () => {
    expect(summaries.map(({ level, method, n }) => `${level} ${method} ${n}`)).toEqual([
      'image all 10',
      'image Other 4',
      'image Swap 9',
      'video all 6',
      'video Other 4',
      'video Swap 5',
    ]);
  });

  it('judge videos by the extension’s score and verdict', () => {
    const all = find(summaries, 'video');
    // Of nine pairs, (0.95, 0.7) win three each and 0.05 none.
    expect(all.auc).toBeCloseTo(6 / 9);
    expect(all.accuracy).toBeCloseTo(4 / 6);
    expect(all.falseAlarms).toMatchObject({ count: 0, n: 3 });
    expect(all.caught).toMatchObject({ count: 1, n: 3 });
    expect(all.coverage).toBeCloseTo(4 / 6);
    expect(all.risk).toBeCloseTo(1 / 4);
    expect(all.precisionAt1).toBe(1);
    expect(all.precisionAt1AtLeast).toBeLessThan(0.01);
    expect(find(summaries, 'video', 'Swap').auc).toBe(1);
  });

  it('count what could not be judged, and give it no evidence in an AUC of its own', () => {
    const all = find(summaries, 'video');
    expect(all).toMatchObject({ items: 7, judged: 6, noFace: 0, unreadable: 1, n: 6 });
    expect(all.aucAllItems).toBeCloseTo((3 + 3 + 0 + 2) / 12);
    expect(find(summaries, 'image').aucAllItems).toBeNull();
    expect(find(summaries, 'video', 'Swap').aucAllItems).toBeNull();
  });

  it('put the paper’s rule beside the extension’s', () => {
    const { paperRule } = find(summaries, 'video');
    // Two thirds of the swapped videos' frames are fake, and all of the frames of one genuine video.
    expect(paperRule?.caught).toMatchObject({ count: 2, n: 3 });
    expect(paperRule?.falseAlarms).toMatchObject({ count: 1, n: 3 });
    expect(paperRule?.auc).toBeCloseTo((2 + 2 + 1) / 9);
    expect(paperRule?.aucGain?.value).toBeCloseTo(1 / 9);
    expect(find(summaries, 'image').paperRule).toBeNull();
  });

  it('do not depend on the order of the items', () => {
    expect(summarise([...VIDEOS].reverse(), OPTIONS)).toEqual(summaries);
  });

  it('have an interval around the AUC only where classes have two videos', () => {
    expect(find(summaries, 'video').low).toBeLessThanOrEqual(find(summaries, 'video').auc ?? 0);
    expect(find(summaries, 'video').high).toBeGreaterThanOrEqual(find(summaries, 'video').auc ?? 1);
    expect(find(summaries, 'video', 'Other').low).toBeNull();
  });
});

describe('sets of pictures', () => {
  it('have one level, verdicts by the thresholds, and unfamiliar, small or turned faces unclear', () => {
    const [only, ...others] = summarise(
      [
        picture('real', 0.95, { path: '1' }),
        picture('real', 0.1, { path: '2' }),
        picture('fake', 0.97, { path: '3' }),
        picture('fake', 0.97, { path: '4', frames: [frame(0.97, { distance: 1.2 })] }),
        picture('fake', 0.97, { path: '5', frames: [frame(0.97, { side: 40 })] }),
        picture('fake', 0.03, { path: '6', frames: [frame(0.03, { roll: 170 })] }),
      ],
      OPTIONS,
    );
    expect(others).toEqual([]);
    expect(only).toMatchObject({ level: 'image', n: 6, coverage: 0.5, risk: 1 / 3 });
    expect(only?.falseAlarms).toMatchObject({ count: 1, n: 2 });
    expect(only?.precisionAt5).toBeCloseTo(0.05 / 4 / (0.05 / 4 + 0.95 / 2));
  });

  it('of genuine faces only have false alarms but no AUC', () => {
    const [only] = summarise(
      [picture('real', 0.95, { path: '1' }), picture('real', 0.2, { path: '2' })],
      OPTIONS,
    );
    expect(only).toMatchObject({ auc: null, low: null, eer: null, caughtAt1: null, precisionAt1: null });
    expect(only).toMatchObject({ accuracy: 0.5, falseAlarms: { count: 1, n: 2 }, caught: null });
  });

  it('drawn by groups have wider intervals where a group’s pictures are alike', () => {
    const items = Array.from({ length: 8 }, (_, group) =>
      (['real', 'fake'] as const).flatMap((label) =>
        Array.from({ length: 12 }, (_none, at) => {
          const wanted = 0.5 + (label === 'fake' ? (group % 2) * 0.2 - 0.1 : 0) + at * 0.001;
          return picture(label, wanted, { path: `${group} ${label} ${at}`, group: String(group) });
        }),
      ),
    ).flat();
    const [summary] = summarise(items, OPTIONS);
    const width = (summary?.high ?? 0) - (summary?.low ?? 0);
    expect(summary?.clusters?.groups).toBe(8);
    const byGroups = (summary?.clusters?.high ?? 0) - (summary?.clusters?.low ?? 0);
    expect(width).toBeGreaterThan(0);
    expect(byGroups).toBeGreaterThan(2 * width);
  });
});

describe('conditions', () => {
  const recoded = VIDEOS.map((video) => ({
    ...video,
    condition: 'h264 crf 40',
    probability: video.probability === null ? null : 0.5,
  }));
  const harder = VIDEOS.map((video) => ({ ...video, condition: 'jpeg 30' }));
  const softer = VIDEOS.map((video) => ({ ...video, condition: 'jpeg 90' }));
  const summaries = summarise([...harder, ...recoded, ...VIDEOS, ...softer], OPTIONS);

  it('come as they are first, then from gentle to hard', () => {
    const names = summaries
      .filter(({ level, method }) => level === 'video' && method === 'all')
      .map(({ condition }) => condition);
    expect(names).toEqual(['as is', 'h264 crf 40', 'jpeg 90', 'jpeg 30']);
  });

  it('are held against the same videos as they are', () => {
    expect(find(summaries, 'video').aucChange).toBeNull();
    expect(find(summaries, 'video', 'all', 'jpeg 90').aucChange).toEqual({ value: 0, low: 0, high: 0 });
    expect(find(summaries, 'video', 'all', 'h264 crf 40').aucChange?.value).toBeCloseTo(0.5 - 6 / 9);
  });

  it('leave items out of the change that were judged only once', () => {
    const lost = recoded.filter(({ path }) => path !== 'b0.mp4');
    // Without the miss the others are all in the right order.
    expect(aucChange(VIDEOS, lost, 'video', THRESHOLDS, { draws: 50 })?.value).toBeCloseTo(-0.5);
  });
});

describe('what is printed', () => {
  const summaries = summarise(VIDEOS, OPTIONS);

  it('begins every line of JSON with the figures that are compared', () => {
    const lines = jsonLines(summaries);
    expect(lines).toHaveLength(summaries.length);
    expect(lines[3]).toMatch(
      /^\{"set":"set","level":"video","n":6,"auc":0\.666667,"low":[\d.]+,"high":[\d.]+,"eer":/,
    );
    const parsed = JSON.parse(lines[3] ?? '') as Record<string, unknown>;
    expect(Object.keys(parsed).slice(0, 9)).toEqual([
      'set',
      'level',
      'n',
      'auc',
      'low',
      'high',
      'eer',
      'accuracy',
      'ece',
    ]);
    expect(parsed).not.toHaveProperty('method');
    expect(JSON.parse(lines[5] ?? '')).toMatchObject({ method: 'Swap' });
  });

  it('names the part and how many were judged in the table', () => {
    const lines = textTable(summaries).split('\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(/^Set {2}Level {2}Part {3}Judged/);
    expect(lines[4]).toContain('6 of 7');
    expect(lines[4]).toContain('0 of 3');
  });
});
