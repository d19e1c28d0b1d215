import path from 'node:path';
import { parseConditions, type Condition } from '../lib/manifest/conditions.ts';
import { defaultCache, nameList, partChoice, squeezes } from '../measuring/options.ts';
import type { Size } from '../lib/manifest/picture-size.ts';
import type { Wanted } from '../lib/manifest/selection.ts';
import { readOptions, wholeNumber } from '../lib/command-line/options.ts';
import { UsageError } from '../lib/command-line/usage-error.ts';

export interface Arguments extends Wanted {
  manifest: string;
  json: boolean;
  frames: number;
  conditions: Condition[];
  squeezed: Record<string, Size>;
  cache: string;
  /** A file to write the scores to; null for none. */
  scores: string | null;
  writeDocs: boolean;
  features: boolean;
}

export const HELP = `Measures the extension's own detector on files whose truth is known, in a headless Chromium.

  npm run evaluate -- --manifest FILE [options]

  --manifest FILE    CSV with the columns path,dataset,label and, where there are any, method,source,group,crop;
                     paths are relative to its folder, label is real or fake, crop is detect or whole
  --json             one line of JSON for each set and level instead of a table
  --datasets A,B     only these sets
  --parts PART       of the sets the detector was trained on: test, validation, train or all; test if not given
  --limit N          at most N items of each set, label and method, always the same ones
  --frames N         frames of each video, spread evenly over it; 1 to 256, 16 if not given
  --conditions LIST  "robustness", or a list such as "h264:23,40,jpeg:50,resize,blur:1,turn:30"
  --squeeze SET=WxH  brings all pictures of a set to one size and encodes them anew alike (repeatable; SET=none: not)
  --features         keeps the network's feature vectors
  --scores FILE      writes the score of each item, a line of JSON each
  --cache DIR        where results are kept for the next run; a temporary folder if not given
  --write-docs       writes the tables and plots of docs/results/detector.md
  --help             this text

Interrupted by Ctrl-C it goes on from there when it is called again.
Ends with status 0 if at least one item was judged, 2 if none was, 64 if it was called wrongly.`;

/** @throws UsageError */
export function parseArguments(given: readonly string[]): Arguments | 'help' {
  const { values } = readOptions({
    args: [...given],
    allowPositionals: false,
    options: {
      manifest: { type: 'string' },
      json: { type: 'boolean', default: false },
      datasets: { type: 'string', default: '' },
      parts: { type: 'string', default: 'test' },
      limit: { type: 'string' },
      frames: { type: 'string', default: '16' },
      conditions: { type: 'string', default: 'as is' },
      squeeze: { type: 'string', multiple: true, default: [] },
      features: { type: 'boolean', default: false },
      scores: { type: 'string' },
      cache: { type: 'string' },
      'write-docs': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.manifest === undefined) throw new UsageError('No manifest was named');
  return {
    manifest: values.manifest,
    json: values.json,
    datasets: nameList(values.datasets),
    parts: partChoice(values.parts),
    limit: values.limit === undefined ? null : wholeNumber('--limit', values.limit),
    frames: wholeNumber('--frames', values.frames, 256),
    conditions: parseConditions(values.conditions),
    squeezed: squeezes(values.squeeze),
    cache: path.resolve(values.cache ?? defaultCache()),
    scores: values.scores ?? null,
    writeDocs: values['write-docs'],
    features: values.features,
  };
}
