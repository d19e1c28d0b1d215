import path from 'node:path';
import { defaultCache } from '../evaluate/arguments.ts';
import { readOptions, wholeNumber } from '../options.ts';
import { UsageError } from '../usage-error.ts';
import type { Mode } from './grid.ts';
import { ALL_SHIFTS, DAMAGES, parseShifts, type Shift } from './shifts.ts';
import type { Sizes } from './sites.ts';

export interface AdaptationArguments {
  manifest: string;
  mode: Mode;
  json: boolean;
  writeDocs: boolean;
  shifts: Shift[];
  rates: number[];
  seeds: number;
  cache: string;
  sizes: Sizes;
  /** Faces that a site shows, at most. */
  count: number;
}

export const ADAPTATION_HELP = `Measures what adapting to a site is worth, with the code that ships, in a headless Chromium. Sites are the test faces of the set that the detector
was trained on, damaged, and other sets as they are; the network adapts to faces without labels and is tested on those of other groups, and on the source.

  npm run evaluate:adaptation -- --manifest FILE [options]
  npm run evaluate:adaptation -- --speed [--json]

  --manifest FILE  CSV with the columns path,dataset,label and, where there are any, method,source,group,crop
  --json           as the last line a summary as JSON: gain of what would judge (the network as installed where the guard refuses)
                   over the damages, and the worst of all updates that the guard let through
  --quick          one damage, two seeds, ours alone, fewer faces: a few minutes
  --ablation       the terms of the objective one by one, on validation faces that are not in the replay memory
  --poison         attacks on learning
  --speed          needs no manifest: how long a round takes here, and judging while it runs
  --shifts LIST    such as "h264:40,blur:3,ffpp-c40"; ${ALL_SHIFTS} if not given
  --rates LIST     shares of manipulated faces on the sites where that can be chosen, such as "0,0.5"
  --seeds N        runs with other draws; 5 if not given (2 with --quick, 3 with --ablation and --poison)
  --cache DIR      where results are kept for the next run; a temporary folder if not given
  --write-docs     writes the tables of docs/RESULTS.md
  --help           this text

Interrupted by Ctrl-C it goes on from there when it is called again.
Ends with status 0 if all was measured, 2 if not, 64 if it was called wrongly.`;

const ALL_RATES = '0,0.05,0.2,0.5,1';

/** What is measured where nothing else is asked for. */
const DEFAULTS: Readonly<
  Record<Mode, { shifts: string; rates: string; seeds: string; sizes: Sizes; count: number }>
> = {
  methods: { shifts: ALL_SHIFTS, rates: ALL_RATES, seeds: '5', sizes: { pool: 300, test: 300 }, count: 300 },
  quick: { shifts: 'h264:40', rates: '0.5', seeds: '2', sizes: { pool: 120, test: 200 }, count: 240 },
  ablation: { shifts: DAMAGES, rates: '0.2', seeds: '3', sizes: { pool: 300, test: 300 }, count: 300 },
  poison: { shifts: DAMAGES, rates: '0.2', seeds: '3', sizes: { pool: 300, test: 300 }, count: 300 },
};

/** What was asked for instead of a measurement of accuracy. */
export type Otherwise = { mode: 'help' } | { mode: 'speed'; json: boolean };

/** @throws UsageError */
export function parseAdaptationArguments(given: readonly string[]): AdaptationArguments | Otherwise {
  const { values } = readOptions({
    args: [...given],
    allowPositionals: false,
    options: {
      manifest: { type: 'string' },
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      ablation: { type: 'boolean', default: false },
      poison: { type: 'boolean', default: false },
      speed: { type: 'boolean', default: false },
      shifts: { type: 'string' },
      rates: { type: 'string' },
      seeds: { type: 'string' },
      cache: { type: 'string' },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return { mode: 'help' };
  const modes = (['quick', 'ablation', 'poison', 'speed'] as const).filter((mode) => values[mode]);
  if (modes.length > 1) throw new UsageError(`--${modes.join(' and --')} do not go together`);
  const mode = modes[0] ?? 'methods';
  if (mode === 'speed') return { mode, json: values.json };
  if (values.manifest === undefined) throw new UsageError('No manifest was named');
  const { sizes, count, ...usual } = DEFAULTS[mode];
  return {
    manifest: values.manifest,
    mode,
    json: values.json,
    writeDocs: values['write-docs'],
    shifts: parseShifts(values.shifts ?? usual.shifts),
    rates: rateList(values.rates ?? usual.rates),
    seeds: wholeNumber('--seeds', values.seeds ?? usual.seeds, 1000),
    cache: path.resolve(values.cache ?? defaultCache()),
    sizes,
    count,
  };
}

function rateList(text: string): number[] {
  return text.split(',').map((part) => {
    const rate = Number(part);
    if (part.trim() === '' || !(rate >= 0 && rate <= 1)) {
      throw new UsageError(`--rates takes shares from 0 to 1, not "${part}"`);
    }
    return rate;
  });
}
