import { readOptions, wholeNumber } from '../options.ts';
import { UsageError } from '../usage-error.ts';

export interface Arguments {
  files: string[];
  json: boolean;
  frames: number;
  aggregation: 'calibrated' | 'majority';
}

export const HELP = `Checks videos and images on this computer for manipulated faces, with the extension's own detector.

  npm run check -- FILE... [--json] [--frames N] [--aggregation majority|calibrated]

  --json         one line of JSON for each file instead of a table
  --frames N     frames to look at in each video, spread evenly over it; 1 to 256, 16 if not given
  --aggregation  how frames become a verdict: "calibrated" (the extension's way, if not given)
                 or "majority" (more than half of the frames)

Ends with status 0 if at least one file was checked, 2 if none could be, 64 if it was called wrongly.`;

/** @throws UsageError */
export function parseArguments(given: readonly string[]): Arguments | 'help' {
  const { values, positionals } = readOptions({
    args: [...given],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      frames: { type: 'string', default: '16' },
      aggregation: { type: 'string', default: 'calibrated' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const frames = wholeNumber('--frames', values.frames, 256);
  const { aggregation } = values;
  if (aggregation !== 'calibrated' && aggregation !== 'majority') {
    throw new UsageError(`--aggregation is "calibrated" or "majority", not "${aggregation}"`);
  }
  if (positionals.length === 0) throw new UsageError('No file was named');
  return { files: positionals, json: values.json, frames, aggregation };
}
