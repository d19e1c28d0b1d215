import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/build.ts';
import { axes, evenAxis, placeX, placeY, ROOM } from '../lib/report/plots/axes.ts';
import { circle, figure, line, polyline, type Point } from '../lib/report/plots/svg.ts';
import { markdownOf, textOf, type Table } from '../lib/report/table.ts';
import type { BenchArguments } from './arguments.ts';
import { CASES, measureFeeds, pairsOf, SECONDS, VISIBLE, type MeasuredCase } from './pages.ts';
import { addedBy, comparisonOf } from './ratios.ts';
import { writePart } from './report.ts';

const PICTURE = 'docs/pictures/performance/visible-videos.svg';

/** Measures what the extension costs pages, and tells it as asked. */
export async function benchPages(
  { pairs, json, writeDocs }: BenchArguments,
  signal: AbortSignal,
): Promise<number> {
  console.error(`Measuring ${pairs} pairs of each of ${CASES.length + VISIBLE.length} feeds …`);
  const measured = await measureFeeds([...CASES, ...VISIBLE], pairs, signal);
  const table = tableOf(measured);
  if (json) {
    for (const comparison of measured.flatMap(pairsOf).map(comparisonOf))
      console.log(JSON.stringify(comparison));
  } else console.log(textOf(table));
  if (!writeDocs) return 0;
  await mkdir(path.dirname(path.join(root, PICTURE)), { recursive: true });
  await writeFile(path.join(root, PICTURE), visibleFigure(measured, pairs));
  const words = [
    `Medians of ${pairs} pairs, ${SECONDS} s each. Times depend on the machine and on what else it did.`,
    markdownOf(table),
    `![Main-thread time added over the number of visible videos](${path.relative('docs', PICTURE)})`,
  ];
  console.error(`Wrote ${await writePart(root, 'The page', words.join('\n\n'))} and ${PICTURE}`);
  return 0;
}

export function tableOf(measured: readonly MeasuredCase[]): Table {
  const rows = measured.map((each) => {
    const [task, script, frames, longest, heap] = pairsOf(each);
    if (!task || !script || !frames || !longest || !heap) throw new Error('A figure is missing');
    const { median, low, high } = addedBy(task);
    const both = (pairs: Parameters<typeof comparisonOf>[0], digits = 0): string => {
      const { ours, other } = comparisonOf(pairs);
      return `${other.toFixed(digits)} → ${ours.toFixed(digits)}`;
    };
    return [
      each.feed.name,
      both(task),
      `${median.toFixed(0)} (${low.toFixed(0)} to ${high.toFixed(0)})`,
      addedBy(script).median.toFixed(0),
      both(frames),
      both(longest),
      both(heap, 1),
    ];
  });
  return {
    title: 'What the extension adds to a page',
    head: [
      'feed (without → with)',
      'main thread, ms/s',
      'added (95 % interval)',
      'of it scripts',
      'frames/s',
      'longest task, ms',
      'memory, MiB',
    ],
    rows,
  };
}

/** The added main-thread time over the number of visible videos, all else alike. */
export function visibleFigure(measured: readonly MeasuredCase[], pairs: number): string {
  const points = VISIBLE.flatMap(({ name, visible }) => {
    const task = measured.filter(({ feed }) => feed.name === name).flatMap(pairsOf)[0];
    return task ? [{ visible, ...addedBy(task) }] : [];
  });
  const highest = Math.max(10, ...points.map(({ high }) => high));
  const lowest = Math.min(0, ...points.map(({ low }) => low));
  const step = highest - lowest > 60 ? 20 : highest - lowest > 30 ? 10 : 5;
  const x = evenAxis('videos visible at once, of 240', 0, 35, 5, 0);
  const y = evenAxis(
    'added, ms a second',
    Math.floor(lowest / step) * step,
    Math.ceil(highest / step) * step,
    step,
    0,
  );
  const plot = { left: ROOM.left, top: ROOM.top, width: 420, height: 220 };
  const [atX, atY] = [placeX(plot, x), placeY(plot, y)];
  const curve = points.map(({ visible, median }): Point => [atX(visible), atY(median)]);
  const body = [
    axes(plot, x, y),
    ...points.map(({ visible, low, high }) =>
      line(atX(visible), atY(low), atX(visible), atY(high), 'thin axis'),
    ),
    polyline(curve, 'line s0'),
    ...curve.map(([left, top]) => circle(left, top, 3.5, 'f0')),
  ].join('');
  return figure({
    title: 'Main-thread time added while a feed is scrolled',
    description: points
      .map(({ visible, median }) => `${visible} visible videos: ${median.toFixed(0)} ms a second`)
      .join('; '),
    panels: [
      { width: ROOM.left + plot.width + ROOM.right, height: ROOM.top + plot.height + ROOM.bottom, body },
    ],
    notes: [`Medians of ${pairs} pairs with and without the extension; lines are 95 % intervals.`],
  });
}
