import type { BackendName } from '../contracts/backend.ts';
import { sigmoid, type FaceFrame, type Judgement, type Thresholds } from './aggregation/aggregation.ts';
import { bandFor, calibrated, isHigh } from './aggregation/calibrated.ts';
import { RARE, precisionAt } from './prior.ts';
import type { ThresholdRates } from '../contracts/threshold-rates.ts';
import { sideOf, thresholdsAt, type SiteLevel } from './site-level.ts';
import { TUNABLES } from './tunables.ts';
import type { FaceSummary, Verdict, VideoState } from './types.ts';
import type { Track, VideoEvidence } from './video-evidence.ts';

/** Who judged, and by which limits. */
export interface JudgedBy {
  thresholds: Thresholds;
  modelVersion: string;
  backend: BackendName | null;
  /** How the thresholds do; see `prior.ts`. */
  rates?: ThresholdRates | undefined;
  /** Of the site; null or missing: the thresholds hold as they are. */
  level?: SiteLevel | null;
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
  return isTooFew(verdict) || (verdict.kind === 'unclear' && verdict.reason === 'smallFace');
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

function judgedTracks(evidence: VideoEvidence, { thresholds }: JudgedBy): JudgedTrack[] {
  const judgeable = evidence.tracks.filter((track) => track.frames.length >= TUNABLES.framesMinimum).length;
  return evidence.tracks.map((track) => ({
    track,
    judgement: calibrated(track.frames, thresholds, judgeable),
  }));
}

/** The largest face of each frame, as if it were one. */
function judgedMain(evidence: VideoEvidence, { thresholds }: JudgedBy): Decisive[] {
  if (evidence.main.length === 0) return [];
  return [{ track: null, judgement: calibrated(evidence.main, thresholds, 1) }];
}

/** The faces that decide; the largest face of each frame if none was seen often enough (many scenes, many people). */
function deciding(judged: readonly JudgedTrack[], main: readonly Decisive[]): readonly Decisive[] {
  const major = judged.filter(({ judgement }) => !isMinor(judgement));
  return major.length > 0 ? major : main;
}

/**
 * The face after which the video is judged; null if that is the largest face of each frame, or nobody.
 * The rest of the evidence does not show in the video's probability.
 */
export function decidingTrack(evidence: VideoEvidence, by: JudgedBy): Track | null {
  return worst(deciding(judgedTracks(evidence, by), judgedMain(evidence, by)))?.track ?? null;
}

/**
 * The verdict on the video: that on its worst face, with the part that it is about. A run of high frames anywhere, be it of a face that was
 * seen too briefly to be judged, forbids to say that there is no sign.
 */
function verdictOn(decisive: readonly Decisive[], everyone: readonly Decisive[]): Verdict {
  const worstOne = worst(decisive);
  if (!worstOne) return { kind: 'notChecked', reason: 'noFace' };
  const { verdict } = worstOne.judgement;
  if (verdict.kind === 'notChecked') return verdict;
  if (verdict.kind === 'noSign') {
    const suspect = everyone.find(({ judgement }) => judgement.run !== null);
    if (!suspect?.judgement.run) return verdict;
    const part = { stretch: suspect.judgement.run, face: oneOf(suspect, everyone) };
    return { kind: 'unclear', reason: 'stretch', part };
  }
  const face = oneOf(worstOne, decisive);
  return face ? { ...verdict, part: { ...verdict.part, face } } : verdict;
}

/** Names a face where there are others of which something else is said. */
function oneOf(
  { track, judgement }: Decisive,
  all: readonly Decisive[],
): { track: number; of: number } | undefined {
  const faces = all.filter((other) => other.track !== null);
  const differs = faces.some((other) => other.judgement.verdict.kind !== judgement.verdict.kind);
  return track && differs ? { track: track.number, of: faces.length } : undefined;
}

function summary({ track, judgement }: JudgedTrack): FaceSummary {
  const inOrder = [...track.frames].sort((a, b) => a.timeMs - b.timeMs).slice(-TUNABLES.framesKept);
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

/** While the newest frames are a run of high ones, more are wanted than usual, so that it can be judged by itself. */
function framesWanted(frames: readonly FaceFrame[], verdict: Verdict, { thresholds }: JudgedBy): number {
  const newest = frames.slice(-TUNABLES.runFrames);
  const open =
    verdict.kind !== 'manipulated' &&
    newest.length === TUNABLES.runFrames &&
    newest.every(({ logOdds }) => sigmoid(logOdds) >= thresholds.manipulated);
  return TUNABLES.framesWanted + (open ? TUNABLES.framesOfStretch : 0);
}

function isTooFew(verdict: Verdict): boolean {
  return verdict.kind === 'unclear' && verdict.reason === 'tooFewFrames';
}

/**
 * Whether no more frames are wanted in this look. One after the verdict is over with its first frame, unless that is a high one, or the first
 * of a face: then there are more, for as long as they are high ones, so that the stretch can be judged by itself.
 */
function isDone(
  evidence: VideoEvidence,
  verdict: Verdict,
  decision: Judgement | undefined,
  decisive: readonly Decisive[],
  wanted: number,
  thresholds: Thresholds,
): boolean {
  const { look } = evidence;
  const seen = evidence.framesSeen - look.seen;
  const withFace = evidence.framesJudged + evidence.framesRepeated - look.withFace;
  if (withFace >= wanted || seen >= TUNABLES.framesSeenLimit) return true;
  const high = evidence.newest.some((frame) => isHigh(frame, thresholds));
  if (look.kind === 'again') {
    const allNew = evidence.framesJudged - look.judged === seen;
    const closer = (high && verdict.kind !== 'manipulated') || isTooFew(verdict);
    return !closer || !allNew || seen >= TUNABLES.framesOfStretch;
  }
  if (look.kind === 'scene') {
    // Of a face that hardly moves, several frames show one picture.
    const tooFew = evidence.tracks.some(
      (track) => track.scene === evidence.scene && track.frames.length < TUNABLES.framesMinimum,
    );
    return seen >= TUNABLES.framesOfNewScene && !tooFew;
  }
  if (!decision) return withFace === 0 && seen >= TUNABLES.framesWithoutFace;
  // A doubt is not settled: it ends when the frames do.
  if (verdict.kind === 'manipulated') return decision.settled;
  return verdict.kind === 'noSign' && !high && decisive.every(({ judgement }) => judgement.settled);
}

/** The state of a video by the evidence so far. Pure: the same evidence and limits give the same state. */
export function videoState(evidence: VideoEvidence, installed: JudgedBy): VideoState {
  const level = installed.level ?? null;
  const by = { ...installed, thresholds: thresholdsAt(installed.thresholds, level) };
  const judged = judgedTracks(evidence, by);
  const main = judgedMain(evidence, by);
  const decisive = deciding(judged, main);
  const verdict = verdictOn(decisive, [...judged, ...main]);
  const decision = worst(decisive)?.judgement;

  const wanted = framesWanted(evidence.main, verdict, by);

  return {
    phase: isDone(evidence, verdict, decision, decisive, wanted, by.thresholds) ? 'done' : 'checking',
    verdict,
    probability: decision?.probability ?? null,
    framesSeen: evidence.framesSeen,
    framesJudged: evidence.framesJudged,
    framesRepeated: evidence.framesRepeated,
    framesWanted: wanted,
    faces: judged.map(summary),
    limits: bandFor(evidence.main.length, by.thresholds),
    quality: evidence.quality,
    shownTurned: evidence.shownTurned === 0 ? undefined : evidence.shownTurned,
    modelVersion: by.modelVersion,
    siteVersion: evidence.siteVersion === 0 ? undefined : evidence.siteVersion,
    backend: by.backend,
    precisionWhereRare: by.rates && precisionAt(RARE, by.rates),
    suspiciousFrom: by.thresholds.manipulated,
    siteLevel: sideOf(level),
    hashes: evidence.hashes.length > 0 ? [...evidence.hashes] : undefined,
  };
}
