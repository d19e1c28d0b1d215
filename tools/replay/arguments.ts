import path from 'node:path';
import { defaultCache } from '../measuring/options.ts';
import { readOptions, wholeNumber } from '../lib/command-line/options.ts';
import { UsageError } from '../lib/command-line/usage-error.ts';
import { REPLAY_COUNT } from '../measuring/replay-choice.ts';

export interface ReplayArguments {
  manifest: string;
  count: number;
  cache: string;
  /** The folder of models to write to. */
  models: string;
}

export const REPLAY_HELP = `Makes the replay memory of adaptation: quantised values at the cut of faces of the DFDC validation part.

  npm run replay -- --manifest FILE [options]

  --manifest FILE   CSV with the columns path,dataset,label and, where there are any, method,source,group,crop
  --count N         faces, half of them manipulated; ${REPLAY_COUNT} if not given
  --models DIR      the folder whose replay/replay.json, replay/replay.bin and checksums.json are written; models/ if not given
  --cache DIR       where results are kept for the next run; a temporary folder if not given
  --help            this text

Prints what quantising costs. Interrupted by Ctrl-C it goes on from there when it is called again.
Ends with status 0 if the files were written, 2 if not, 64 if it was called wrongly.`;

/** @throws UsageError */
export function parseReplayArguments(given: readonly string[], root: string): ReplayArguments | 'help' {
  const { values } = readOptions({
    args: [...given],
    allowPositionals: false,
    options: {
      manifest: { type: 'string' },
      count: { type: 'string', default: String(REPLAY_COUNT) },
      models: { type: 'string' },
      cache: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.manifest === undefined) throw new UsageError('No manifest was named');
  return {
    manifest: values.manifest,
    count: wholeNumber('--count', values.count, 100_000, 12),
    cache: path.resolve(values.cache ?? defaultCache()),
    models: path.resolve(values.models ?? path.join(root, 'models')),
  };
}
