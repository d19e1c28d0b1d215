import path from 'node:path';
import { partChoice } from '../measuring/options.ts';
import { nameList, squeezes } from '../measuring/options.ts';
import type { Size } from '../lib/manifest/picture-size.ts';
import type { Wanted } from '../lib/manifest/selection.ts';
import { readOptions, wholeNumber } from '../lib/command-line/options.ts';
import { UsageError } from '../lib/command-line/usage-error.ts';

export interface CropArguments extends Wanted {
  manifest: string;
  /** Absolute. */
  out: string;
  frames: number;
  /** Side of a crop in px. */
  size: number;
  squeezed: Record<string, Size>;
}

export const CROP_HELP = `Cuts faces out of videos and pictures with the extension's own face detector and crop rule.

  npm run crops -- --manifest FILE --out DIR [options]

  --manifest FILE    CSV with the columns path,dataset,label and, where there are any, method,source,group,crop
  --out DIR          where the crops (PNG) and their manifest.csv go; not inside the repository
  --frames N         frames of each video, spread evenly over it; 1 to 256, 16 if not given
  --size S           side of a crop in px; 16 to 1024, 224 if not given
  --datasets A,B     only these sets
  --parts PART       of the sets the detector was trained on: validation, test, train or all; all if not given
  --limit N          at most N items of each set, label and method, always the same ones
  --squeeze SET=WxH  brings all pictures of a set to one size and encodes them anew alike (repeatable; SET=none: not)
  --help             this text

Of each frame one face is cut, of several that of the person seen most often in the item. manifest.csv has the columns of the manifest and time (s), box (x y width
height in px of the frame) and keypoints (x y of eyes, nose tip, mouth and ears, in fractions of the crop).
Interrupted by Ctrl-C it goes on from there when it is called again.
Ends with status 0 if there is at least one crop, 2 if there is none, 64 if it was called wrongly.`;

/** @throws UsageError */
export function parseCropArguments(given: readonly string[]): CropArguments | 'help' {
  const { values } = readOptions({
    args: [...given],
    allowPositionals: false,
    options: {
      manifest: { type: 'string' },
      out: { type: 'string' },
      frames: { type: 'string', default: '16' },
      size: { type: 'string', default: '224' },
      datasets: { type: 'string', default: '' },
      parts: { type: 'string', default: 'all' },
      limit: { type: 'string' },
      squeeze: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.manifest === undefined) throw new UsageError('No manifest was named');
  if (values.out === undefined) throw new UsageError('No folder for the crops was named (--out)');
  return {
    manifest: values.manifest,
    out: path.resolve(values.out),
    frames: wholeNumber('--frames', values.frames, 256),
    size: wholeNumber('--size', values.size, 1024, 16),
    datasets: nameList(values.datasets),
    parts: partChoice(values.parts),
    limit: values.limit === undefined ? null : wholeNumber('--limit', values.limit),
    squeezed: squeezes(values.squeeze),
  };
}
