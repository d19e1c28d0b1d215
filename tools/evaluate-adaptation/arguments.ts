import path from 'node:path';
import { defaultCache } from '../measuring/options.ts';
import { readOptions, wholeNumber } from '../lib/command-line/options.ts';
import { UsageError } from '../lib/command-line/usage-error.ts';
import type { Mode } from './grid.ts';
import { ALL_SHIFTS, DAMAGES, QUICK_SHIFTS, parseShifts, type Shift } from './shifts.ts';
import type { Sizes } from './sites.ts';

export interface AdaptationArguments {
  manifest: string;
  mode: Mode;
  json: boolean;
  writeDocs: boolean;
  shifts: Shift[];
  /** By name: it is an error if the manifest lacks a set. */
  shiftsNamed: boolean;
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
  --json           as the last line a summary as JSON: AUC and verdicts of each arm on each site, how often what ships is active, and the
                   worst that it does anywhere
  --quick          one damage and the other sets, each training once, fewer faces: half an hour
  --level          what the level of a site changes, and attacks on it; nothing is trained: minutes
  --ablation       the terms of the objective one by one, on validation faces that are not in the replay memory
  --poison         attacks on learning
  --speed          needs no manifest: how long a round takes here, and judging while it runs
  --shifts LIST    such as "h264:40,blur:3,ffpp-c40"; of ${ALL_SHIFTS} all that the manifest has if not given
  --rates LIST     shares of manipulated videos on the sites, such as "0,0.5"
  --seeds N        runs with other draws; 5 if not given (3 with --ablation and --poison)
  --cache DIR      where results are kept for the next run; a temporary folder if not given
  --write-docs     writes the tables of docs/results/adaptation.md
  --help           this text

Interrupted by Ctrl-C it goes on from there when it is called again.
Ends with status 0 if all was measured, 2 if not, 64 if it was called wrongly.`;

const SITE_RATES = '0,0.05,0.2,0.5';
const ALL_RATES = `${SITE_RATES},1`;

const QUICK = {
  shifts: QUICK_SHIFTS,
  rates: SITE_RATES,
  seeds: '5',
  sizes: { pool: 150, test: 150 },
  count: 200,
};

/** What is measured where nothing else is asked for. */
const DEFAULTS: Readonly<
  Record<Mode, { shifts: string; rates: string; seeds: string; sizes: Sizes; count: number }>
> = {
  methods: { shifts: ALL_SHIFTS, rates: ALL_RATES, seeds: '5', sizes: { pool: 300, test: 300 }, count: 300 },
  quick: QUICK,
  level: QUICK,
  ablation: { shifts: DAMAGES, rates: '0.2', seeds: '3', sizes: { pool: 300, test: 300 }, count: 300 },
  poison: { shifts: DAMAGES, rates: '0.2', seeds: '3', sizes: { pool: 300, test: 300 }, count: 300 },
};

/** What was asked for instead of a measurement of accuracy. */
export type OtherRequest = { mode: 'help' } | { mode: 'speed'; json: boolean };

/** @throws UsageError */
export function parseAdaptationArguments(given: readonly string[]): AdaptationArguments | OtherRequest {
  const { values } = readOptions({
    args: [...given],
    allowPositionals: false,
    options: {
      manifest: { type: 'string' },
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      level: { type: 'boolean', default: false },
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
  const modes = (['quick', 'level', 'ablation', 'poison', 'speed'] as const).filter((mode) => values[mode]);
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
    shiftsNamed: values.shifts !== undefined,
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
