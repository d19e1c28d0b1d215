import { sigmoid, type Aggregation, type Judgement, type Thresholds } from './aggregation/aggregation.ts';
import { calibrated } from './aggregation/calibrated.ts';
import { majority } from './aggregation/majority.ts';
import { RARE, precisionAt, type ThresholdRates } from './prior.ts';
import { TUNABLES } from './tunables.ts';
import type { BackendName, FaceSummary, Verdict, VideoState } from './types.ts';
import type { Track, VideoEvidence } from './video-evidence.ts';

const AGGREGATIONS = { calibrated, majority } as const satisfies Record<string, Aggregation>;
export type AggregationName = keyof typeof AGGREGATIONS;

/** Who judged, and by which rule. */
export interface JudgedBy {
  aggregation: AggregationName;
  thresholds: Thresholds;
  modelVersion: string;
  backend: BackendName | null;
  /** How the thresholds of the calibrated rule do; see `prior.ts`. */
  rates?: ThresholdRates | undefined;
}

interface JudgedTrack {
  track: Track;
  judgement: Judgement;
}

/** Worst first: a manipulated face makes the video so; a face without a verdict keeps the video from having one. */
const SEVERITY = { manipulated: 3, unclear: 2, notChecked: 1, noSign: 0 } as const satisfies Record<
  Verdict['kind'],
  number
>;

/** A passer-by, seen too briefly or too small to judge, must not decide over the faces that were judged. */
function isMinor({ verdict }: Judgement): boolean {
  return verdict.kind === 'unclear' && (verdict.reason === 'tooFewFrames' || verdict.reason === 'smallFace');
}

interface Decisive {
  /** null for the largest face of each frame. */
  track: Track | null;
  judgement: Judgement;
}

function worst(decisive: readonly Decisive[]): Decisive | undefined {
  return [...decisive].sort(
    ({ judgement: a }, { judgement: b }) =>
      SEVERITY[b.verdict.kind] - SEVERITY[a.verdict.kind] || b.probability - a.probability,
  )[0];
}

function judgedTracks(evidence: VideoEvidence, by: JudgedBy): JudgedTrack[] {
  const judge: Aggregation = AGGREGATIONS[by.aggregation];
  const judgeable = evidence.tracks.filter((track) => track.frames.length >= TUNABLES.framesMinimum).length;
  return evidence.tracks.map((track) => ({
    track,
    judgement: judge(track.frames, by.thresholds, judgeable),
  }));
}

/** The faces that decide; the largest face of each frame if none was seen often enough (many scenes, many people). */
function deciding(judged: readonly JudgedTrack[], evidence: VideoEvidence, by: JudgedBy): Decisive[] {
  const major = judged.filter(({ judgement }) => !isMinor(judgement));
  if (major.length > 0) return major;
  if (evidence.main.length === 0) return [];
  return [{ track: null, judgement: AGGREGATIONS[by.aggregation](evidence.main, by.thresholds, 1) }];
}

/**
 * The face after which the video is judged; null if that is the largest face of each frame, or nobody.
 * The rest of the evidence does not show in the video's probability.
 */
export function decidingTrack(evidence: VideoEvidence, by: JudgedBy): Track | null {
  return worst(deciding(judgedTracks(evidence, by), evidence, by))?.track ?? null;
}

function summary({ track, judgement }: JudgedTrack): FaceSummary {
  const inOrder = [...track.frames].sort((a, b) => a.timeMs - b.timeMs).slice(-TUNABLES.timelinePoints);
  return {
    track: track.number,
    probability: judgement.probability,
    verdict: judgement.verdict,
    frames: track.frames.length,
    box: (track.sightings.at(-1) ?? track.sightings[0]).box,
    timeline: inOrder.map(({ timeMs, logOdds }) => ({ timeMs, probability: sigmoid(logOdds) })),
    thumbnail: track.thumbnail,
    mask: track.mask.mean(),
  };
}

/** The state of a video by the evidence so far. Pure: the same evidence and rule give the same state. */
export function videoState(evidence: VideoEvidence, by: JudgedBy): VideoState {
  const judged = judgedTracks(evidence, by);
  const decisive = deciding(judged, evidence, by);
  const decision = worst(decisive)?.judgement;

  const settled =
    decision !== undefined &&
    (decision.verdict.kind === 'manipulated'
      ? decision.settled
      : decisive.every(({ judgement }) => judgement.settled));
  const faceless = evidence.framesJudged === 0 && evidence.framesSeen >= TUNABLES.framesWithoutFace;
  const exhausted =
    evidence.framesJudged >= TUNABLES.framesWanted || evidence.framesSeen >= TUNABLES.framesSeenLimit;

  return {
    phase: settled || faceless || exhausted ? 'done' : 'checking',
    verdict: decision?.verdict ?? { kind: 'notChecked', reason: 'noFace' },
    probability: decision?.probability ?? null,
    framesSeen: evidence.framesSeen,
    framesJudged: evidence.framesJudged,
    framesWanted: TUNABLES.framesWanted,
    faces: judged.map(summary),
    quality: evidence.quality,
    modelVersion: by.modelVersion,
    backend: by.backend,
    // The rates are those of the calibrated rule; of the majority's nothing is known.
    precisionWhereRare: by.rates && by.aggregation === 'calibrated' ? precisionAt(RARE, by.rates) : undefined,
  };
}
