import type { Table } from '../lib/report/table.ts';
import { QUANTITIES, type Measured, type Quantity } from './measure.ts';
import type { Trend } from './trend.ts';

export interface Soak {
  minutes: number;
  /** Videos that came to their verdict. */
  checked: number;
  samples: { minutes: number; measured: Measured }[];
  trends: Record<Quantity, Trend>;
}

function figure(value: number, unit: string): string {
  return unit === '' ? value.toFixed(0) : `${value.toFixed(2)} ${unit}`;
}

export function tableOf({ minutes, checked, samples, trends }: Soak): Table {
  return {
    title: `${checked} checked videos in ${minutes} minutes, measured ${samples.length} times`,
    head: ['of', 'median', 'growth from the first quarter on', '95 % interval', ''],
    rows: (Object.keys(QUANTITIES) as Quantity[]).map((name) => {
      const { median, growth, low, high, flat } = trends[name];
      const unit = QUANTITIES[name];
      return [
        name,
        figure(median, unit),
        figure(growth, unit),
        `${figure(low, unit)} to ${figure(high, unit)}`,
        flat ? 'flat' : 'grows',
      ];
    }),
  };
}
