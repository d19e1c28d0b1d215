import { withDriver } from '../measuring/driver.ts';
import type { SpeedAnswer } from '../page/requests.ts';
import type { Table } from '../lib/report/table.ts';

/** What `--speed` measures: a round of learning in headless Chromium, and how much judging suffers from it. */

/** No slice may hold the thread for longer, in ms. */
const SLICE_BOUND_MS = 50;

export interface SpeedSummary {
  roundSeconds: number;
  slices: { count: number; median: number; p95: number; longest: number; overBound: number };
  judging: { idle: number; whileTraining: number; ratio: number };
}

/** @throws EngineUnavailable, RequestLost; the signal's reason once it is aborted. */
export async function measureSpeed(
  signal: AbortSignal,
  tell: (message: string) => void,
): Promise<SpeedSummary> {
  return withDriver(signal, tell, async (driver) => speedSummary(await driver.speed()));
}

export function speedSummary({ roundMs, slices, idle, whileTraining }: SpeedAnswer): SpeedSummary {
  const [alone, beside] = [quantile(idle, 0.5), quantile(whileTraining, 0.5)];
  return {
    roundSeconds: roundMs / 1000,
    slices: {
      count: slices.length,
      median: quantile(slices, 0.5),
      p95: quantile(slices, 0.95),
      longest: Math.max(...slices),
      overBound: slices.filter((ms) => ms > SLICE_BOUND_MS).length,
    },
    judging: { idle: alone, whileTraining: beside, ratio: beside / alone },
  };
}

export function speedTable({ roundSeconds, slices, judging }: SpeedSummary): Table {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return {
    title: 'Speed of learning',
    head: ['what', 'time'],
    rows: [
      ['a round of learning: transfer, training, guard, figure', `${roundSeconds.toFixed(1)} s`],
      [
        `its ${slices.count} slices: median; 95th of 100; longest; over ${SLICE_BOUND_MS} ms`,
        `${ms(slices.median)}; ${ms(slices.p95)}; ${ms(slices.longest)}; ${slices.overBound}`,
      ],
      [
        'judging a face, median: idle; while a round runs',
        `${ms(judging.idle)}; ${ms(judging.whileTraining)} (${judging.ratio.toFixed(2)} times)`,
      ],
    ],
  };
}

/** Of the sorted values the one that this share, 0…1, lies below. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}
