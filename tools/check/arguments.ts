import { readOptions, wholeNumber } from '../lib/command-line/options.ts';
import { UsageError } from '../lib/command-line/usage-error.ts';

export interface Arguments {
  files: string[];
  json: boolean;
  /** Folder for reports; null where none are asked for. */
  report: string | null;
  /** null: as many as a file's length and shots call for. */
  frames: number | null;
}

export const HELP = `Checks videos and images on this computer for manipulated faces, with the extension's own detector.

  npm run check -- FILE... [--json] [--frames N] [--report DIR]

  --json         one line of JSON for each file instead of a table
  --frames N     frames to look at in each video, spread evenly over it; 1 to 256. If not given, 16 or, of a long
                 video, more: by its length, in each of its shots, and closer around suspicious frames
  --report DIR   also writes a report of each file to this folder, as HTML and as JSON, and a list, as CSV

What browsers do not decode is converted first, without loss, where ffmpeg is installed (FAKEFILTER_FFMPEG
names another one); the result says so.

Ends with status 0 if at least one file was checked, 2 if none could be, 64 if it was called wrongly.`;

/** @throws UsageError */
export function parseArguments(given: readonly string[]): Arguments | 'help' {
  const { values, positionals } = readOptions({
    args: [...given],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      frames: { type: 'string' },
      report: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const frames = values.frames === undefined ? null : wholeNumber('--frames', values.frames, 256);
  if (positionals.length === 0) throw new UsageError('No file was named');
  return { files: positionals, json: values.json, frames, report: values.report ?? null };
}
