import type { Check } from '../contracts/check.ts';
import type { FeatureFigure, Resemblance, Round } from '../contracts/round.ts';
import { Random } from './random.ts';
import { proxyADistance, shuffled } from './guard/distance.ts';
import { grainOf, withGrain, type Grain } from './look/grain.ts';
import { guardChecks, heldToOriginal, passes, resemblanceCheck, type HeldOutScores } from './guard/guard.ts';
import { auc } from './measures.ts';
import { plane } from './guard/feature-plane.ts';
import { recalibrated } from './guard/recalibrate.ts';
import { valuesOf, type Values } from './samples/quantise.ts';
import { ofKind, type Replay, type ReplayFace } from './samples/replay.ts';
import { resemblanceOf } from './look/resemblance.ts';
import { outputsOf } from './training/outputs.ts';
import {
  DEFAULT_TRAINING,
  train,
  type Checkpoint,
  type Cut,
  type Pace,
  type TrainingData,
  type TrainingOptions,
} from './training/training.ts';
import { codeOf, shownAs, type Transfer } from './look/transfer.ts';
import { COMPARED, FIGURE_POINTS, HELD_VIDEOS, INTERPOLATIONS } from './tunables.ts';
import { NOTHING_TRAINED, type Sample } from './types.ts';

/** One round: what is held out, training, the guard, and what is told of it. Pure but for the tensor backend. */

export interface RoundInput {
  replay: Replay;
  transfer: Transfer;
  /** Of one site; videos that are being judged now are left out by the caller. */
  samples: readonly Sample[];
  /** Videos of these that the user calls fake. */
  fakes?: ReadonlySet<string>;
  /** The network as it was installed. */
  original: Float32Array;
  /** The version in use, if it is not the original. */
  current: Float32Array | null;
  /** The logit from which on a single face is called manipulated. */
  threshold: number;
  options?: TrainingOptions;
}

const NONE: ReadonlySet<string> = new Set();

export interface RoundResult {
  /** null unless the guard passed. */
  weights: Float32Array | null;
  /** What the checks are of, whatever they say, for measurements; the original where nothing was trained. */
  trained: Float32Array;
  checks: Check[];
  /** What the guard says of the version in use against the original, on what was gathered since; empty without one. */
  currentChecks: Check[];
  told: Pick<Round, 'fakeRate' | 'resemblance' | 'distance' | 'figure' | 'steps' | 'interpolation'>;
}

/** Samples of the videos that are trained on, and of those that are not. */
export interface Split {
  train: Sample[];
  held: Sample[];
}

/** Whole videos are held out, a share of them, the same ones for the same seed. @throws RangeError with fewer than two videos. */
export function splitByVideo(samples: readonly Sample[], seed: number): Split {
  const videos = shuffled([...new Set(samples.map(({ video }) => video))].sort(), new Random(seed));
  if (videos.length < 2)
    throw new RangeError('Two videos at least are needed: one to learn from, one to test with');
  const held = new Set(videos.slice(0, Math.max(1, Math.round(videos.length * HELD_VIDEOS))));
  return {
    train: samples.filter(({ video }) => !held.has(video)),
    held: samples.filter(({ video }) => held.has(video)),
  };
}

/**
 * On a site of another kind than the source nothing is trained: nothing could go live, and a device has better things to do.
 * @throws RangeError if too little was gathered; the signal's reason; whatever the backend throws.
 */
export async function runRound(input: RoundInput, pace: Pace, from?: Checkpoint): Promise<RoundResult> {
  const { replay, samples, fakes = NONE, original, current, threshold, options = DEFAULT_TRAINING } = input;
  const split = splitByVideo(samples, options.seed);
  const yieldToEngine = async (): Promise<void> => {
    pace.signal.throwIfAborted();
    await pace.yieldToEngine();
    pace.signal.throwIfAborted();
  };

  const look = await siteLookOf(input, split.train, options.seed, yieldToEngine);
  const shown = await look.show(replay.train);
  const resemblance = await compared(input, shown, split.train, yieldToEngine);
  const check = resemblanceCheck(resemblance.distance);
  if (!check.passed) return untrained(input, check, resemblance);

  const say = async (weights: Float32Array) =>
    (await outputsOf(replay.train.map(cutOf), replay.ranges, weights, yieldToEngine)).logits;
  const teacherLogits = await say(original);
  const { fakeRate } = resemblance;
  const data = {
    ...trainingData(replay, split.train, { shown, teacherLogits }),
    grain: look.grain,
    fakeRate,
  };
  const trained = await train(data, original, options, pace, from);

  const shownHeld = await look.showWithGrain(replay.held);
  const heldOut = (weights: Float32Array) =>
    heldOutScores(replay, shownHeld, split.held, fakes, weights, yieldToEngine);
  const ofOriginal = await heldOut(original);
  const ofCurrent = current && (await heldOut(current));
  // What is replaced is the better of the two: a version that has become worse than the original is no measure.
  const best = ofCurrent && overall(ofCurrent) > overall(ofOriginal) ? ofCurrent : ofOriginal;
  const distance = ({ features, siteFeatures }: HeldOut) =>
    proxyADistance(
      [...features.genuine, ...features.manipulated],
      siteFeatures,
      split.held.map(({ video }) => video),
      yieldToEngine,
    );
  const against = (before: HeldOut, after: HeldOut) =>
    guardChecks(before, after, { threshold, fakeRate, distance: resemblance.distance });
  const tested = async (interpolation: number): Promise<Tested> => {
    const between = interpolated(original, trained.weights, interpolation);
    const weights = recalibrated(between, await say(between), teacherLogits);
    const of = await heldOut(weights);
    const overOriginal = against(ofOriginal, of);
    const checks = best === ofOriginal ? overOriginal : heldToOriginal(against(best, of), overOriginal);
    return { interpolation, weights, heldOut: of, checks };
  };
  const { weights, heldOut: ofTrained, checks, interpolation } = await furthestPassing(tested);
  const [before, after] = [await distance(ofOriginal), await distance(ofTrained)];
  return {
    weights: passes(checks) ? weights : null,
    trained: weights,
    checks,
    currentChecks: ofCurrent
      ? against(ofOriginal, ofCurrent).filter(({ name }) => name !== 'targetGain')
      : [],
    told: {
      fakeRate: trained.fakeRate,
      resemblance,
      steps: trained.steps,
      interpolation,
      distance: before === null || after === null ? null : { before, after },
      figure: {
        before: await panelOf(ofOriginal, yieldToEngine),
        after: await panelOf(ofTrained, yieldToEngine),
      },
    },
  };
}

/** A version at some part of the way from the original to what was trained. */
interface Tested {
  interpolation: number;
  weights: Float32Array;
  heldOut: HeldOut;
  checks: Check[];
}

/**
 * The version furthest towards what was trained that passes the guard: what was learned may be worth having where all of it loses too much
 * elsewhere. Where it gained nothing, nothing nearer is asked.
 * @returns the whole way, with what it was refused for, if none passes.
 */
async function furthestPassing(tested: (interpolation: number) => Promise<Tested>): Promise<Tested> {
  const whole = await tested(1);
  const gained = whole.checks.every(({ name, passed }) => name !== 'targetGain' || passed);
  if (passes(whole.checks) || !gained) return whole;
  for (const interpolation of INTERPOLATIONS) {
    const part = await tested(interpolation);
    if (passes(part.checks)) return part;
  }
  return whole;
}

/** Between two networks, weight by weight: 0 is `from`, 1 is `to` (as in WiSE-FT, Wortsman et al. 2022). */
function interpolated(from: Float32Array, to: Float32Array, share: number): Float32Array {
  if (share === 1) return to;
  return from.map((value, i) => value + share * ((to[i] ?? value) - value));
}

/** What comes of a round that ended before its training. */
function untrained({ original, current }: RoundInput, check: Check, resemblance: Resemblance): RoundResult {
  return {
    weights: null,
    trained: original,
    checks: [check],
    currentChecks: current ? [check] : [],
    told: { ...NOTHING_TRAINED, resemblance },
  };
}

/** What is known of each of the replay's faces to train on, in their order; see `SourceFace`. */
export interface KnownOfReplay {
  shown: readonly Values[];
  teacherLogits: Float32Array;
}

/** Without grain, and nothing known of the site's share of manipulated faces; see {@link TrainingData}. */
export function trainingData(
  replay: Replay,
  samples: readonly Sample[],
  { shown, teacherLogits }: KnownOfReplay,
): TrainingData {
  return {
    ranges: replay.ranges,
    fakeRate: null,
    grain: null,
    source: replay.train.map((face, i) => ({
      ...face,
      shown: shown[i] ?? face.cut,
      teacherLogit: teacherLogits[i] ?? 0,
    })),
    site: samples.map(faceOf),
  };
}

/** How a site would show the replay's faces, each list of them in its order. */
interface SiteLook {
  show: (faces: readonly ReplayFace[]) => Promise<Values[]>;
  showWithGrain: (faces: readonly ReplayFace[]) => Promise<Values[]>;
  grain: Grain;
}

async function siteLookOf(
  { transfer, replay: { ranges } }: Pick<RoundInput, 'transfer' | 'replay'>,
  site: readonly Sample[],
  seed: number,
  yieldToEngine: () => Promise<void>,
): Promise<SiteLook> {
  const code = await codeOf(transfer, site.map(faceOf), ranges, yieldToEngine);
  const grain = await grainOf(transfer, code, yieldToEngine);
  const show = (faces: readonly ReplayFace[]) =>
    shownAs(transfer, faces.map(cutOf), code, ranges, yieldToEngine);
  return {
    show,
    showWithGrain: async (faces) => withGrain(await show(faces), grain, new Random(seed), yieldToEngine),
    grain,
  };
}

/** Source faces, shown as the site would show them, beside the site's own. @param shown in the order of the replay's faces to train on. */
async function compared(
  { transfer, replay: { train: faces, ranges } }: Pick<RoundInput, 'transfer' | 'replay'>,
  shown: readonly Values[],
  site: readonly Sample[],
  yieldToEngine: () => Promise<void>,
): Promise<Resemblance> {
  const values = (list: readonly Values[]) => list.map((face) => valuesOf([face], ranges));
  const of = (manipulated: boolean) =>
    values(
      shown.filter((_, i) => faces[i]?.manipulated === manipulated && !faces[i].pair).slice(0, COMPARED),
    );
  const classes = { genuine: of(false), manipulated: of(true) };
  await yieldToEngine();
  const ofSite = values(site.map(faceOf));
  await yieldToEngine();
  return resemblanceOf(transfer, classes, ofSite);
}

/** What the guard looks at, and what the figure shows besides. */
interface HeldOut extends HeldOutScores {
  /** Of the site's faces, in the order of their scores. */
  siteFeatures: Float32Array[];
}

/** What a network says of everything that is held out. */
async function heldOutScores(
  replay: Replay,
  shown: readonly Values[],
  site: readonly Sample[],
  fakes: ReadonlySet<string>,
  weights: Float32Array,
  yieldToEngine: () => Promise<void>,
): Promise<HeldOut> {
  const say = (faces: readonly Values[]) => outputsOf(faces, replay.ranges, weights, yieldToEngine);
  const held = (manipulated: boolean, pair: boolean) =>
    say(ofKind(replay.held, manipulated, pair).map(cutOf));
  const [genuine, manipulated] = [await held(false, false), await held(true, false)];
  const [bases, blends] = [await held(false, true), await held(true, true)];
  const ofShown = (kind: boolean) =>
    say(shown.filter((_, i) => replay.held[i]?.manipulated === kind && !replay.held[i].pair));
  const faces = await say(site.map(faceOf));
  return {
    shown: { genuine: (await ofShown(false)).logits, manipulated: (await ofShown(true)).logits },
    replay: { genuine: genuine.logits, manipulated: manipulated.logits },
    replayPairs: { bases: bases.logits, blends: blends.logits },
    faces: faces.logits,
    trusted: faces.logits.filter((_, i) => site[i]?.trusted),
    fakes: faces.logits.filter((_, i) => fakes.has(site[i]?.video ?? '')),
    siteFeatures: faces.features,
    features: { genuine: genuine.features, manipulated: manipulated.features },
    finite: weights.every((value) => Number.isFinite(value)),
  };
}

function overall({ replay, replayPairs }: HeldOutScores): number {
  return auc(replay.genuine, replay.manipulated) + auc(replayPairs.bases, replayPairs.blends);
}

async function panelOf(
  { features, siteFeatures }: HeldOut,
  yieldToEngine: () => Promise<void>,
): Promise<FeatureFigure['before']> {
  const parts = [features.genuine, features.manipulated, siteFeatures].map((part) =>
    part.slice(0, FIGURE_POINTS),
  );
  const points = await plane(parts.flat(), yieldToEngine);
  const [a = 0, b = 0] = parts.map((part) => part.length);
  return {
    sourceGenuine: points.slice(0, a),
    sourceManipulated: points.slice(a, a + b),
    site: points.slice(a + b),
  };
}

function cutOf({ cut }: ReplayFace): Cut {
  return cut;
}

function faceOf({ face }: Sample): Cut {
  return face;
}
