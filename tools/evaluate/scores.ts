import type { UncheckedReason, UnclearReason, VerdictKind } from '../../src/verdict/types.ts';

/** What was measured on one file or clip; the report is made of nothing else. */

/** One frame of the main face of an item, as the network saw it. */
export interface ScoredFrame {
  /** Time in the medium; 0 for pictures. */
  time: number;
  /** The network's output before calibration. */
  logit: number;
  /** Calibrated probability, 0…1, that the face is manipulated. */
  probability: number;
  /** Distance of its feature from those of training; above 1 it is unfamiliar. */
  distance: number;
  /** Longer side of the face in native pixels. */
  side: number;
  sharpness?: number;
  /** The network's feature vector, where it was asked for. */
  feature?: number[];
}

export type Outcome = 'judged' | 'noFace' | 'unreadable';

/** One file or clip under one condition. */
export interface ScoredItem {
  path: string;
  dataset: string;
  label: 'real' | 'fake';
  /** How it was manipulated; `real` or the like for genuine ones. */
  method: string;
  /** What belongs together and never straddles a split: original video, subject, swap pair. */
  group: string;
  kind: 'image' | 'video';
  /** `as is`, or how it was recoded before: `h264 crf 28`, `jpeg 50`, `resize 0.5`, `blur 1`, `noise 4`. */
  condition: string;
  outcome: Outcome;
  detail?: string;
  /** The extension's calibrated probability, 0…1, for the whole item; null where no face was judged. */
  probability: number | null;
  verdict: VerdictKind;
  reason?: UnclearReason | UncheckedReason;
  frames: ScoredFrame[];
  model: string;
  backend: string;
}
