import type { CheckName } from '../../../src/contracts/check.ts';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { passes } from '../../../src/adaptation/guard/guard.ts';
import { quantise } from '../../../src/adaptation/samples/quantise.ts';
import type { Replay, ReplayFace } from '../../../src/adaptation/samples/replay.ts';
import { runRound, type RoundResult } from '../../../src/adaptation/round.ts';
import type { Cut, Pace } from '../../../src/adaptation/training/training.ts';
import type { Transfer } from '../../../src/adaptation/look/transfer.ts';
import { WEIGHT_VALUES } from '../../../src/adaptation/training/weights.ts';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { drawnTransfer, RANGES } from './cuts.ts';
import { sample } from './samples.ts';

/** What a round makes of the guard, with networks whose answers are laid out by hand; nothing is trained. */

beforeAll(async () => {
  await useWasm();
  transfer = unmoving();
});

interface Network {
  /** How far manipulated source faces lie above genuine ones, whose scores spread over 0…1. */
  lead: number;
  /** The same of blends above their bases, in hundredths. */
  blends: number;
  /** Of the site's faces, those called manipulated, 0…1. */
  called: number;
  /** What is other than of the whole at that part of the way from the original, in percent. */
  partly?: Record<number, Partial<Network>>;
}
const networks: Network[] = [];

const KINDS = ['site', 'genuine', 'manipulated', 'base', 'blend'] as const;
type Kind = (typeof KINDS)[number];
const COUNT = 100;

/** Kind and number of a face stand where its values would. */
function cut(kind: Kind, index: number): Cut {
  return Uint8Array.of(KINDS.indexOf(kind), index, ...new Uint8Array(CUT_VALUES - 2));
}

/** Weights that stand for a network. */
function weightsOf(network: Network): Float32Array {
  const weights = new Float32Array(WEIGHT_VALUES);
  weights[0] = networks.push(network) - 1;
  return weights;
}

/** What stands for a network between two, which follow each other, stands between. */
function networkOf([place = -1]: Float32Array): Network {
  const [whole, way] = [networks[Math.floor(place)], Math.round((1 - (place % 1)) * 100)];
  if (!whole) throw new Error('No such network');
  return { ...whole, ...whole.partly?.[way] };
}

function logit({ lead, blends, called }: Network, kind: Kind | undefined, i: number): number {
  switch (kind) {
    case 'genuine':
      return (i + 0.25) / COUNT - (1 + lead) / 2;
    case 'manipulated':
      return (i + 0.75) / COUNT + lead - (1 + lead) / 2;
    case 'blend':
      return i + blends + 0.5;
    case 'site':
      return i % 10 < called * 10 ? 1 : -1;
    default:
      return i;
  }
}

vi.mock(import('../../../src/adaptation/training/outputs.ts'), async (original) => ({
  ...(await original()),
  outputsOf: (faces, ranges, weights) => {
    // As bytes again, which a transfer that moves nothing left as they were.
    const cuts = faces.map((face) => (face instanceof Float32Array ? quantise(face, ranges) : face));
    const network = networkOf(weights);
    return Promise.resolve({
      logits: Float32Array.from(cuts, ([kind = 0, i = 0]) => logit(network, KINDS[kind], i)),
      features: cuts.map(([kind = 0, i = 0]) =>
        Float32Array.of(KINDS[kind] === 'manipulated' ? 2 : 0, Math.sin(i * 7), Math.cos(i * 3)),
      ),
    });
  },
}));
vi.mock(import('../../../src/adaptation/training/training.ts'), async (original) => ({
  ...(await original()),
  train: () => Promise.resolve({ weights: trained, fakeRate: 0.1, steps: 1 }),
}));
let trained: Float32Array = new Float32Array();

function faces(): ReplayFace[] {
  return (['genuine', 'manipulated', 'base', 'blend'] as const).flatMap((kind) =>
    Array.from({ length: COUNT }, (_, i) => ({
      cut: cut(kind, i),
      manipulated: kind === 'manipulated' || kind === 'blend',
      pair: kind === 'base' || kind === 'blend',
    })),
  );
}

const replay: Replay = { modelVersion: 'net-1', ranges: RANGES, train: faces(), held: faces() };
const samples = Array.from({ length: 120 }, (_, i) =>
  sample({
    video: `video ${Math.floor(i / 10)}`,
    face: cut('site', i),
  }),
);
const pace: Pace = { signal: new AbortController().signal, yieldToEngine: () => Promise.resolve() };

const original: Network = { lead: 0.2, blends: 60, called: 0.1 };
const current: Network = { ...original, lead: 0.5 };

/** Moves nothing; by it the site is of the source's kind. */
const unmoving = () =>
  drawnTransfer(0, {
    residualSpread: { shape: [1], values: [1] },
    residualRest: { shape: [1], values: [1] },
  });
/** By it everything is of another kind that is not of the same kinds of faces. */
const particular = () =>
  drawnTransfer(0, {
    residualAxes: { shape: [1, CUT_VALUES], values: new Array<number>(CUT_VALUES).fill(0).with(1, 1) },
    residualSpread: { shape: [1], values: [100] },
    residualRest: { shape: [1], values: [1e-4] },
  });
let transfer: Transfer;

function round(next: Network, inUse: Network | null, shown = samples, by = transfer): Promise<RoundResult> {
  // The original is to follow what is trained; see `networkOf`.
  trained = weightsOf(next);
  return runRound(
    {
      replay,
      transfer: by,
      samples: shown,
      original: weightsOf(original),
      current: inUse && weightsOf(inUse),
      threshold: 0,
    },
    pace,
  );
}

function failing({ checks }: RoundResult): CheckName[] {
  return checks.filter(({ passed }) => !passed).map(({ name }) => name);
}

describe('a round', () => {
  it('trains nothing for a site of another kind, where the version in use is put away', async () => {
    const unlike = await round(current, null, samples, particular());
    expect(unlike.told).toMatchObject({ resemblance: { alike: false }, steps: 0, figure: null });
    expect(unlike.checks.map(({ name }) => name)).toEqual(['resemblance']);
    expect(failing(unlike)).toEqual(['resemblance']);
    expect(unlike.weights).toBeNull();
    expect(unlike.currentChecks).toEqual([]);
    const used = await round(current, current, samples, particular());
    expect(passes(used.currentChecks)).toBe(false);

    const faces = samples.map((of, i) => ({
      ...of,
      face: cut(i % 2 === 0 ? 'genuine' : 'manipulated', i % COUNT),
    }));
    const like = await round(current, null, faces, particular());
    expect(like.told).toMatchObject({ resemblance: { alike: true }, steps: 1 });
  });

  it('replaces the version in use by one that is better and lost nothing', async () => {
    const result = await round({ ...current, lead: 0.8 }, current);
    expect(failing(result)).toEqual([]);
    expect(result.weights).not.toBeNull();
    expect(passes(result.currentChecks)).toBe(true);
  });

  it('measures the gain over the version in use, not over the original', async () => {
    expect(failing(await round(current, current))).toEqual(['targetGain']);
    expect(failing(await round(current, null))).toEqual([]);
  });

  it.each<[CheckName, Network, Network]>([
    // Each step is within the limit; both together are not.
    ['replayBlends', { ...current, blends: 59 }, { ...current, lead: 0.8, blends: 58 }],
    ['fakeRate', { ...current, called: 0.3 }, { ...current, lead: 0.8, called: 0.8 }],
  ])('refuses for %s what only two rounds together lost', async (name, inUse, next) => {
    const first = await round(inUse, null);
    expect(failing(first)).toEqual([]);
    const second = await round(next, inUse);
    expect(failing(second)).toEqual([name]);
    expect(second.weights).toBeNull();
    // The numbers told are those that did not pass.
    const [told] = second.checks.filter((check) => check.name === name);
    expect(told?.before).toBe(first.checks.find((check) => check.name === name)?.before);
  });

  describe('of which not all passes', () => {
    const lossy: Network = { ...current, blends: 40 };
    const fine = { blends: original.blends };

    it.each([
      [75, { 75: fine, 50: fine }],
      [50, { 50: fine }],
    ])('goes live at %d %% of the way, the furthest that does', async (way, partly) => {
      const result = await round({ ...lossy, partly }, null);
      expect(failing(result)).toEqual([]);
      expect(result.weights).not.toBeNull();
      expect(result.trained).toBe(result.weights);
      expect(result.told.interpolation).toBe(way / 100);
    });

    it('is refused for what the whole lost if no part of it passes', async () => {
      const result = await round({ ...lossy, partly: { 50: { blends: 50 } } }, null);
      expect(failing(result)).toEqual(['replayBlends']);
      expect(result.weights).toBeNull();
      expect(result.told.interpolation).toBe(1);
      const whole = await round(lossy, null);
      expect(result.checks).toEqual(whole.checks);
    });

    it('is not asked for less where the whole gained nothing', async () => {
      const result = await round({ ...original, partly: { 75: current, 50: current } }, null);
      expect(failing(result)).toEqual(['targetGain']);
      expect(result.weights).toBeNull();
    });
  });

  it('without a version in use, or with one that is worse than the original, is held against the original alone', async () => {
    const next = { ...current, lead: 0.8 };
    const first = await round(next, null);
    const worse = await round(next, { ...original, lead: 0 });
    expect(worse.checks).toEqual(first.checks);
    expect(first.currentChecks).toEqual([]);
    expect(passes(worse.currentChecks)).toBe(false);
  });
});
