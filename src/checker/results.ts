import { verdictOf } from '../messages/report.ts';
import type {
  BackendName,
  Box,
  TimelinePoint,
  UncheckedReason,
  UnclearReason,
  VerdictKind,
  VideoState,
} from '../verdict/types.ts';

/**
 * What the page "Check files" found, for programs that drive it. It stands as JSON in the text of
 * `<script type="application/json" id="results">` and grows with each finished file:
 *
 *     { "format": 1, "total": 3, "finished": false, "results": [ { "index": 0, "file": "a.mp4", … } ] }
 *
 * `finished` turns true once every file of the last pick has a result. A new pick starts anew.
 */
export interface Results {
  format: 1;
  /** Files picked. */
  total: number;
  finished: boolean;
  results: FileResult[];
}

export interface FileResult {
  /** Place of the file among those picked, from 0: names need not be unique. */
  index: number;
  file: string;
  verdict: VerdictKind;
  /** Only with `unclear` and `notChecked`. */
  reason?: UnclearReason | UncheckedReason;
  /** Probability, 0…1, that a face in it is manipulated; null where no face was judged. */
  probability: number | null;
  /** Frames with a usable face. */
  frames: number;
  /** Frames looked at. */
  framesSeen: number;
  faces: {
    track: number;
    probability: number;
    frames: number;
    /** Fractions of the frame, where the face was last seen. */
    box: Box;
    timeline: TimelinePoint[];
  }[];
  /** Version of the detector; empty if it never ran. */
  model: string;
  backend: BackendName | null;
  /** From opening the file to its verdict. */
  ms: number;
}

export interface Outcome {
  /** The last state; null if no frame was answered. */
  state: VideoState | null;
  /** Why it could not be checked, if so. */
  failure: UncheckedReason | null;
  ms: number;
}

/** A file's line in the {@link Results}. */
export function fileResult(index: number, file: string, { state, failure, ms }: Outcome): FileResult {
  const verdict = verdictOf({ state, failure }) ?? {
    kind: 'notChecked' as const,
    reason: 'noFrames' as const,
  };
  return {
    index,
    file,
    verdict: verdict.kind,
    ...('reason' in verdict ? { reason: verdict.reason } : {}),
    probability: state?.probability ?? null,
    frames: state?.framesJudged ?? 0,
    framesSeen: state?.framesSeen ?? 0,
    faces: (state?.faces ?? []).map(({ track, probability, frames, box, timeline }) => ({
      track,
      probability,
      frames,
      box,
      timeline,
    })),
    model: state?.modelVersion ?? '',
    backend: state?.backend ?? null,
    ms: Math.round(ms),
  };
}
