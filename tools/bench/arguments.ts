import { readOptions, wholeNumber } from '../lib/command-line/options.ts';

export interface BenchArguments {
  /** What the extension costs pages, instead of how fast its network is. */
  page: boolean;
  pairs: number;
  /** Whether first verdicts are timed, too. */
  verdicts: boolean;
  json: boolean;
  writeDocs: boolean;
}

export const HELP = `Measures how fast the extension's network runs beside other runtimes with the same weights, in a headless
Chromium, on WebAssembly, on one thread.

  npm run bench [-- --page] [--pairs N] [--no-verdicts] [--json] [--write-docs]

  --page        instead measures what the extension costs pages: feeds that are scrolled by a script, with it and without it.
                Takes some two minutes a pair; what an interrupted run has measured is kept, and the next one goes on
  --pairs N     times that each is measured, by turns with the other; 2 to 10000, 60 if not given, 5 for pages
  --no-verdicts leaves out the times from a page that is opened to its first verdict, which take a minute or two
  --json        one line of JSON for each comparison instead of a table: name, ours, other, ratio, low, high, unit.
                The ratio is the median of other over ours of the pairs, low and high its 95 % interval
  --write-docs  puts the table into docs/PERFORMANCE.md

No time is a pass mark: on a busy machine all times grow, and only the ratios tell something.
Ends with status 0 if all was measured, 2 if not, 64 if it was called wrongly.`;

/** @throws UsageError */
export function parseBenchArguments(given: readonly string[]): BenchArguments | 'help' {
  const { values } = readOptions({
    args: [...given],
    options: {
      page: { type: 'boolean', default: false },
      pairs: { type: 'string' },
      'no-verdicts': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    page: values.page,
    pairs: wholeNumber('--pairs', values.pairs ?? (values.page ? '5' : '60'), 10_000, 2),
    verdicts: !values['no-verdicts'],
    json: values.json,
    writeDocs: values['write-docs'],
  };
}
