import { CHECK_NAMES, type CheckName } from '../../../src/contracts/check.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/adaptation/random.ts';
import { guardChecks, passes, type HeldOutScores } from '../../../src/adaptation/guard/guard.ts';

/** One of the source's kind, of whose share of manipulated faces nothing is known. */
const SITE = { threshold: 0, fakeRate: null, distance: 1 };

/** The checks one by one on scores laid out by hand, so that each quantity is moved without the others. */

const COUNT = 100;
const all = (count: number, of: (i: number) => number) =>
  Float32Array.from({ length: count }, (_, i) => of(i));

/**
 * Two classes of even spread, 0…1 and `lead`…1 + `lead`, around the threshold 0.
 * @param lead 0: alike; 1: apart.
 */
function replay(lead: number): HeldOutScores['replay'] {
  const middle = (1 + lead) / 2;
  return {
    genuine: all(COUNT, (i) => (i + 0.25) / COUNT - middle),
    manipulated: all(COUNT, (i) => (i + 0.75) / COUNT + lead - middle),
  };
}

function features(middle: number, seed: number): Float32Array[] {
  const random = new Random(seed);
  return Array.from({ length: COUNT }, () => all(4, () => middle + random.normal(1)));
}

function scores(lead: number, change: Partial<HeldOutScores> = {}): HeldOutScores {
  return {
    replay: replay(lead),
    shown: replay(lead),
    replayPairs: { bases: all(40, (i) => i), blends: all(40, (i) => i + 20.5) },
    faces: all(50, (i) => (i < 10 ? 1 : -1)),
    trusted: all(10, (i) => (i < 2 ? 1 : -1)),
    fakes: all(10, (i) => (i < 7 ? 1 : -1)),
    features: { genuine: features(0, 1), manipulated: features(2, 2) },
    finite: true,
    ...change,
  };
}

const before = scores(0.4);
const better = scores(0.7);

function failing(after: HeldOutScores, of = before): CheckName[] {
  const checks = guardChecks(of, after, SITE);
  const now = CHECK_NAMES.filter((name) => name !== 'targetAuc');
  expect(checks.map(({ name }) => name).sort()).toEqual(now.sort());
  return checks.filter(({ passed }) => !passed).map(({ name }) => name);
}

describe('the guard', () => {
  it('passes what is better in everything', () => {
    expect(failing(better)).toEqual([]);
  });

  it.each<[CheckName, Partial<HeldOutScores>]>([
    // The same order, so the same AUC, all moved past the threshold.
    [
      'replayAccuracy',
      {
        replay: {
          genuine: replay(0.7).genuine.map((x) => x + 3),
          manipulated: replay(0.7).manipulated.map((x) => x + 3),
        },
      },
    ],
    // Told apart better and called right more often, but only because hardly any are called manipulated.
    [
      'replayCaught',
      {
        shown: {
          genuine: replay(0.7).genuine.map((x) => x - 0.75),
          manipulated: replay(0.7).manipulated.map((x) => x - 0.75),
        },
      },
    ],
    ['replayBlends', { replayPairs: { bases: all(40, (i) => i), blends: all(40, (i) => i + 19) } }],
    ['targetGain', { shown: replay(0.4) }],
    ['trustedFalseAlarms', { trusted: all(10, (i) => (i < 3 ? 1 : -1)) }],
    ['markedCaught', { fakes: all(10, (i) => (i < 6 ? 1 : -1)) }],
    ['fakeRate', { faces: all(50, (i) => (i < 45 ? 1 : -1)) }],
    ['collapse', { features: { genuine: features(0, 1), manipulated: features(0.3, 2) } }],
    ['finite', { finite: false }],
  ])('refuses for %s alone where only that is worse', (name, worse) => {
    expect(failing({ ...better, ...worse })).toEqual([name]);
  });

  it('refuses everything on a site of another kind, and one of which it is not known', () => {
    for (const distance of [9, Number.NaN]) {
      const failed = guardChecks(before, better, { ...SITE, distance }).filter(({ passed }) => !passed);
      expect(failed.map(({ name }) => name)).toEqual(['resemblance']);
    }
  });

  it('lets fewer be caught where more are than before with as many false alarms, not else', () => {
    const lower = (lead: number, by: number) => {
      const { genuine, manipulated } = replay(lead);
      return { genuine: genuine.map((x) => x - by), manipulated: manipulated.map((x) => x - by) };
    };
    expect(failing({ ...better, shown: lower(0.7, 0.4) })).toEqual([]);
    expect(failing({ ...better, shown: lower(0.4, 0.25) })).toEqual(['replayCaught', 'targetGain']);
  });

  it('lets the share called manipulated move towards one that is known, and no other way', () => {
    const after = { ...better, faces: all(50, (i) => (i < 45 ? 1 : -1)) };
    const known = (fakeRate: number) =>
      guardChecks(before, after, { ...SITE, fakeRate }).find(({ name }) => name === 'fakeRate')?.passed;
    expect(known(0.9)).toBe(true);
    expect(known(0.3)).toBe(false);
    const allOfThem = { ...after, faces: all(50, () => 1) };
    expect(passes(guardChecks(before, allOfThem, { ...SITE, fakeRate: 1 }))).toBe(false);
  });

  it('refuses what is paid for by faces as they are', () => {
    expect(failing({ ...better, replay: replay(0.3) })).toEqual(['replayAuc', 'replayAccuracy']);
  });

  it('passes without a marked video, and says that it did not apply', () => {
    const none = { trusted: new Float32Array(0), fakes: new Float32Array(0) };
    const checks = guardChecks({ ...before, ...none }, { ...better, ...none }, SITE);
    expect(passes(checks)).toBe(true);
    expect(checks.find(({ name }) => name === 'trustedFalseAlarms')).toMatchObject({
      before: null,
      after: null,
    });
  });

  it('refuses a network that says the same of all faces', () => {
    const same = (count: number) => all(count, () => -0.3);
    const flat = Array.from({ length: COUNT }, () => new Float32Array(4));
    const collapsed: HeldOutScores = {
      replay: { genuine: same(COUNT), manipulated: same(COUNT) },
      shown: { genuine: same(COUNT), manipulated: same(COUNT) },
      replayPairs: { bases: same(40), blends: same(40) },
      faces: same(50),
      trusted: same(10),
      fakes: same(10),
      features: { genuine: flat, manipulated: flat },
      finite: true,
    };
    expect(failing(collapsed)).toEqual(
      expect.arrayContaining(['replayAuc', 'replayBlends', 'targetGain', 'collapse']),
    );
  });

  it('never passes what is the same as before', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1.2, noNaN: true }), (lead) => {
        expect(failing(scores(lead), scores(lead))).toContain('targetGain');
      }),
    );
  });

  it('never passes a score or a feature that is no number, wherever it stands', () => {
    const spoilers: ((after: HeldOutScores, value: number) => void)[] = [
      ({ replay: r }, value) => (r.genuine[3] = value),
      ({ replay: r }, value) => (r.manipulated[3] = value),
      ({ replayPairs }, value) => (replayPairs.bases[3] = value),
      ({ faces }, value) => (faces[3] = value),
      ({ trusted }, value) => (trusted[3] = value),
      ({ fakes }, value) => (fakes[3] = value),
      ({ features: { genuine } }, value) => genuine[3]?.fill(value),
      ({ features: { manipulated } }, value) => manipulated[3]?.fill(value),
    ];
    for (const spoil of spoilers) {
      for (const value of [NaN, Infinity, -Infinity]) {
        const after = scores(0.7);
        spoil(after, value);
        expect(passes(guardChecks(before, after, SITE)), `${String(spoil)}: ${value}`).toBe(false);
      }
    }
  });
});
