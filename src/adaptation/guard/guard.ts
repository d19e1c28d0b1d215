import type { Check, CheckName } from '../../contracts/check.ts';
import { auc, balancedAccuracy, mean, shareAbove } from '../measures.ts';
import { GUARD } from '../tunables.ts';
import { meanOf } from '../vectors.ts';

/** What one network, the one in use or the new one, says of what was held out. All scores are logits before calibration. */
export interface HeldOutScores {
  /** Source faces of the replay memory that were never trained on, as they are kept: as they are, and under known damage. */
  replay: Classes;
  /** The same faces as the site would show them (`transfer.ts`). */
  shown: Classes;
  /** Self-blends of such faces, and what they were made of. */
  replayPairs: { bases: Float32Array; blends: Float32Array };
  /** The site's faces as they were judged, of videos that were never trained on. */
  faces: Float32Array;
  /** Those of videos that the user trusts, and of those that the user calls fake; may be empty. */
  trusted: Float32Array;
  fakes: Float32Array;
  /** Features of the replay's faces, `[faces][units]`, in the order genuine, manipulated. */
  features: { genuine: Float32Array[]; manipulated: Float32Array[] };
  /** Whether every weight is a number. */
  finite: boolean;
}

interface Classes {
  genuine: Float32Array;
  manipulated: Float32Array;
}

/**
 * Whether a new version may go live: nothing that can be measured without labels got worse, and what adaptation is for got better
 * by more than chance. Checks that do not apply (no marked video) pass with null.
 *
 * What it is for cannot be measured on the site, where nobody knows which faces are manipulated. It is measured on held-out source
 * faces as the site would show them. Nor may far fewer manipulated source faces under the site's look be called so: scores that
 * fall together keep their order, which is all that the areas under the curve look at.
 * @param site.threshold the logit above which a single face is called manipulated.
 * @param site.fakeRate share of its faces that are manipulated, told without the network that is judged; null if not known.
 * @param site.distance from the source (`resemblance.ts`).
 */
export function guardChecks(
  before: HeldOutScores,
  after: HeldOutScores,
  { threshold, fakeRate, distance }: { threshold: number; fakeRate: number | null; distance: number },
): Check[] {
  const replayAuc = (of: HeldOutScores) => auc(of.replay.genuine, of.replay.manipulated);
  const pairsAuc = (of: HeldOutScores) => auc(of.replayPairs.bases, of.replayPairs.blends);
  const accuracy = (of: HeldOutScores) =>
    balancedAccuracy(of.replay.genuine, of.replay.manipulated, threshold);
  const called = (of: HeldOutScores) => shareAbove(of.faces, threshold);
  const gain = gainOf(before.shown, after.shown);

  return [
    resemblanceCheck(distance),
    {
      name: 'finite',
      passed:
        after.finite &&
        [
          after.replay.genuine,
          after.replay.manipulated,
          after.shown.genuine,
          after.shown.manipulated,
          after.replayPairs.bases,
          after.replayPairs.blends,
          after.faces,
          after.trusted,
          after.fakes,
        ].every(allFinite),
      before: null,
      after: null,
      limit: 0,
    },
    drop('replayAuc', replayAuc(before), replayAuc(after), GUARD.replayAucDrop),
    drop('replayBlends', pairsAuc(before), pairsAuc(after), GUARD.replayBlendsDrop),
    drop('replayAccuracy', accuracy(before), accuracy(after), GUARD.replayAccuracyDrop),
    caughtCheck(before, after, threshold),
    {
      name: 'targetGain',
      passed: gain.value > gain.limit,
      before: 0,
      after: finiteOr(gain.value, -1),
      limit: gain.limit,
    },
    trustedCheck(before, after, threshold),
    markedCheck(before, after, threshold),
    fakeRateCheck(called(before), called(after), fakeRate),
    collapseCheck(before, after),
  ];
}

/** What can be told before anything is trained, and is the same whatever would be. */
export function resemblanceCheck(distance: number): Check {
  return {
    name: 'resemblance',
    passed: distance <= GUARD.distance,
    before: null,
    after: finiteOr(distance, -1),
    limit: GUARD.distance,
  };
}

/** A version goes live if all checks passed. */
export function passes(checks: readonly Check[]): boolean {
  return checks.length > 0 && checks.every(({ passed }) => passed);
}

/**
 * The checks of a version against the one in use, which must not be worse than the network as it was installed either: else every
 * round could lose what one round may, as often as there are rounds. The gain is over the one in use alone.
 * @param original the same version's checks against the network as it was installed.
 * @returns of each check that against the one in use, unless only that against the original failed.
 */
export function heldToOriginal(checks: readonly Check[], original: readonly Check[]): Check[] {
  return checks.map((check) => {
    const failed = original.find(({ name, passed }) => name === check.name && !passed);
    return check.passed && failed && check.name !== 'targetGain' ? failed : check;
  });
}

/** `after` may lie below `before` by no more than `most`; something that is no number fails. */
function drop(name: CheckName, before: number, after: number, most: number): Check {
  return {
    name,
    passed: after >= before - most,
    before: finiteOr(before, 0),
    after: finiteOr(after, 0),
    limit: most,
  };
}

function caughtCheck(before: HeldOutScores, after: HeldOutScores, threshold: number): Check {
  const caught = ({ manipulated }: Classes) => shareAbove(manipulated, threshold);
  // A look under which the network in use calls more than of faces as they are raises false alarms, too; losing that is no loss.
  const reference = Math.min(caught(before.shown), caught(before.replay));
  const { usual, least } = GUARD.caughtLeft;
  const left = catchesMore(before.shown, after.shown, threshold) ? least : usual;
  return drop('replayCaught', reference, caught(after.shown), (1 - left) * finiteOr(reference, 0));
}

/** Whether more manipulated faces lie above the threshold than before lay above one with no more false alarms. */
function catchesMore(before: Classes, after: Classes, threshold: number): boolean {
  const alarms = after.genuine.filter((score) => score > threshold).length;
  const asFew = before.genuine.slice().sort()[before.genuine.length - 1 - alarms] ?? Number.NEGATIVE_INFINITY;
  return shareAbove(after.manipulated, threshold) > shareAbove(before.manipulated, asFew);
}

/** Gain in AUC, and what chance alone could make of none: `GUARD.noise` standard errors of paired placements (DeLong et al. 1988). */
function gainOf(before: Classes, after: Classes): { value: number; limit: number } {
  const [was, is] = [placements(before), placements(after)];
  const ofGenuine = withVariance(differences(is.genuine, was.genuine));
  const ofManipulated = withVariance(differences(is.manipulated, was.manipulated));
  return {
    value: ofGenuine.mean,
    limit: finiteOr(GUARD.noise * Math.sqrt(ofGenuine.variance + ofManipulated.variance), 1),
  };
}

/** Of each face the share of the other class on the right side of it; their mean is the AUC. */
function placements({ genuine, manipulated }: Classes): Classes {
  const share = (score: number, others: Float32Array, sign: number): number =>
    others.reduce((sum, other) => sum + right(sign * (score - other)), 0) / others.length;
  return {
    genuine: genuine.map((score) => share(score, manipulated, -1)),
    manipulated: manipulated.map((score) => share(score, genuine, 1)),
  };
}

function right(difference: number): number {
  if (difference === 0) return 0.5;
  return difference > 0 ? 1 : 0;
}

function differences(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value - (b[i] ?? 0));
}

/** A mean and the variance of it. */
function withVariance(values: Float32Array): { mean: number; variance: number } {
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length ** 2;
  return { mean: middle, variance };
}

function trustedCheck(before: HeldOutScores, after: HeldOutScores, threshold: number): Check {
  const name = 'trustedFalseAlarms';
  if (after.trusted.length === 0) return { name, passed: true, before: null, after: null, limit: 0 };
  const [was, is] = [shareAbove(before.trusted, threshold), shareAbove(after.trusted, threshold)];
  return { name, passed: is <= was, before: was, after: is, limit: was };
}

function markedCheck(before: HeldOutScores, after: HeldOutScores, threshold: number): Check {
  const name = 'markedCaught';
  if (after.fakes.length === 0) return { name, passed: true, before: null, after: null, limit: 0 };
  const [was, is] = [shareAbove(before.fakes, threshold), shareAbove(after.fakes, threshold)];
  return { name, passed: is >= was, before: was, after: is, limit: 0 };
}

/**
 * The share called manipulated may change, but not out of proportion unless towards the share that is known, and not to all; to none only where it
 * was near none.
 */
function fakeRateCheck(before: number, after: number, known: number | null): Check {
  const { least, most, ground } = GUARD.fakeRate;
  const within = after + ground >= (before + ground) * least && after + ground <= (before + ground) * most;
  const nearer = known !== null && Math.abs(after - known) <= Math.abs(before - known);
  return {
    name: 'fakeRate',
    passed: (within || nearer) && after < 1,
    before: finiteOr(before, 0),
    after: finiteOr(after, 0),
    limit: most,
  };
}

/** Distance between the classes' centres over their spread must stay: a network that says the same of all faces hides nothing. */
function collapseCheck(before: HeldOutScores, after: HeldOutScores): Check {
  const [was, is] = [separation(before), separation(after)];
  return {
    name: 'collapse',
    passed: is >= was * GUARD.separation,
    before: finiteOr(was, 0),
    after: finiteOr(is, 0),
    limit: GUARD.separation,
  };
}

function separation({ features: { genuine, manipulated } }: HeldOutScores): number {
  const [a, b] = [meanOf(genuine), meanOf(manipulated)];
  const spread = Math.sqrt(
    mean([...genuine.map((f) => squaredDistance(f, a)), ...manipulated.map((f) => squaredDistance(f, b))]),
  );
  return Math.sqrt(squaredDistance(a, b)) / spread;
}

function squaredDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return sum;
}

function allFinite(values: Float32Array): boolean {
  return values.every((value) => Number.isFinite(value));
}

function finiteOr(value: number, otherwise: number): number {
  return Number.isFinite(value) ? value : otherwise;
}
