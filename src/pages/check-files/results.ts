import type { BackendName } from '../../contracts/backend.ts';
import { verdictOf } from '../../messages/report.ts';
import type {
  FaceSummary,
  UncheckedReason,
  UnclearReason,
  VerdictKind,
  VerdictPart,
  VideoState,
} from '../../verdict/types.ts';

/**
 * What the page "Check files" found, for programs that drive it. It stands as JSON in the text of
 * `<script type="application/json" id="results">` and grows with each finished file:
 *
 *     { "format": 1, "total": 3, "finished": false, "results": [ { "index": 0, "file": "a.mp4", … } ] }
 *
 * `finished` turns true once every file has a result. What is picked before that is added, later picks start anew.
 */
export interface Results {
  format: 1;
  /** Files picked. */
  total: number;
  finished: boolean;
  results: FileResult[];
  /** The file that is checked just now. */
  progress?: FileProgress;
}

export interface FrameProgress {
  /** A long video is looked through for its shots before frames are judged. */
  phase: 'looking' | 'judging';
  framesDone: number;
  framesTotal: number;
}

export interface FileProgress extends FrameProgress {
  /** Place of the file among those picked, from 0. */
  index: number;
}

export interface FileResult {
  /** Place of the file among those picked, from 0: names need not be unique. */
  index: number;
  file: string;
  verdict: VerdictKind;
  /** Only with `unclear` and `notChecked`. */
  reason?: UnclearReason | UncheckedReason;
  /** What of the file the verdict is about, where it is not all of it. */
  part?: VerdictPart;
  /** Only with `unsupportedCodec`, where it is known: what this browser does not decode, "MPEG-4 Part 2 (XVID)". */
  codec?: string;
  /** Probability, 0…1, that a face in it is manipulated; null where no face was judged. */
  probability: number | null;
  /** Frames with a usable face. */
  frames: number;
  /** Frames looked at. */
  framesSeen: number;
  faces: Pick<FaceSummary, 'track' | 'probability' | 'frames' | 'box' | 'timeline'>[];
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
  /** What the browser does not decode, where it is known and why it could not be checked. */
  codec?: string | undefined;
  ms: number;
}

/** What programs learn of a file's progress. */
export function fileProgress({ phase, framesDone, framesTotal }: FrameProgress): FrameProgress {
  return { phase, framesDone, framesTotal };
}

/** A file's line in the {@link Results}. */
export function fileResult(index: number, file: string, { state, failure, codec, ms }: Outcome): FileResult {
  const verdict = verdictOf({ state, failure }) ?? {
    kind: 'notChecked' as const,
    reason: 'noFrames' as const,
  };
  return {
    index,
    file,
    verdict: verdict.kind,
    ...('reason' in verdict ? { reason: verdict.reason } : {}),
    ...('part' in verdict && verdict.part ? { part: verdict.part } : {}),
    ...(codec === undefined ? {} : { codec }),
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
