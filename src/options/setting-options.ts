import type { Corner, Settings } from '../settings/schema.ts';
import type { Option } from './choice.tsx';

/** The choices of each setting, in the words of the page. */

export const CORNER_OPTIONS: readonly Option<Corner>[] = [
  { value: 'top-start', name: 'Top left', hint: '' },
  { value: 'top-end', name: 'Top right', hint: '' },
  { value: 'bottom-start', name: 'Bottom left', hint: '' },
  { value: 'bottom-end', name: 'Bottom right', hint: '' },
];

export const AGGREGATION_OPTIONS: readonly Option<Settings['aggregation']>[] = [
  {
    value: 'calibrated',
    name: 'Weigh the evidence (recommended)',
    hint: 'Each face is followed through the frames and their evidence is weighed together. Where it is thin or mixed, the verdict is “Unclear”.',
  },
  {
    value: 'majority',
    name: 'Majority of frames',
    hint: 'A video counts as likely manipulated if more than half of the frames look so: the simpler rule of the research this builds on.',
  },
];

export const BACKEND_OPTIONS: readonly Option<Settings['backend']>[] = [
  {
    value: 'auto',
    name: 'Automatic (recommended)',
    hint: 'The first that passes its self-test on this computer.',
  },
  { value: 'webgpu', name: 'Graphics card, by WebGPU', hint: '' },
  { value: 'webgl', name: 'Graphics card, by WebGL', hint: '' },
  { value: 'wasm', name: 'Processor', hint: 'Slower on most computers. The verdicts are the same.' },
];
