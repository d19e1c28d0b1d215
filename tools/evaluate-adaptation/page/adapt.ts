import { shareAbove } from '../../../src/adaptation/measures.ts';
import { quantise, restore, type Ranges } from '../../../src/adaptation/quantise.ts';
import { ofKind } from '../../../src/adaptation/replay.ts';
import { runRound, splitByVideo, trainingData } from '../../../src/adaptation/round.ts';
import { topOf } from '../../../src/adaptation/site-network.ts';
import {
  DEFAULT_TRAINING,
  logitsOf,
  train,
  type Pace,
  type TrainingData,
  type TrainingOptions,
} from '../../../src/adaptation/training.ts';
import type { Sample } from '../../../src/adaptation/types.ts';
import { thresholdLogit } from '../../../src/detector/calibration.ts';
import { readMemory, type Memory } from '../../../src/offscreen/learning/memory.ts';
import { FaceSet } from '../../evaluate/page/face-set.ts';
import type { MeasuringEngine } from '../../evaluate/page/measuring-engine.ts';
import { judge, type Shift } from './judging.ts';
import {
  PICTURES,
  type AdaptationAnswer,
  type AdaptationRequest,
  type Changes,
  type Procedure,
} from './requests.ts';
import { statisticsShift } from './statistics.ts';

/** Nobody else needs this page's thread; cancelling closes the page. */
const PACE: Pace = { signal: new AbortController().signal, breathe: () => Promise.resolve() };

/** A face of the site as a sample, with the label that only the oracle looks at. */
type Labelled = Sample & { manipulated: boolean };

/** What came of a procedure: weights to judge by, a shift of what is judged, or both. */
interface Adapted {
  weights: Float32Array;
  shift?: Shift;
  round?: AdaptationAnswer['round'];
}

/** Adapts to a site with the code that ships, and judges faces by what came of it. */
export async function adapt(
  engine: MeasuringEngine,
  request: AdaptationRequest,
  files: readonly File[],
): Promise<AdaptationAnswer> {
  const begun = performance.now();
  const memory = await readMemory(engine.parts);
  const { ranges } = memory.replay;
  const samples = await samplesOf(request, files, ranges);
  const { detector } = await engine.parts.running();
  const adapted = await run(
    request.procedure,
    request.seed,
    memory,
    samples,
    thresholdLogit(detector.calibration),
  );
  const seconds = (performance.now() - begun) / 1000;

  const top = topOf(adapted.weights, ranges);
  const tests: number[][] = [];
  for (const { file, pictures, faces } of request.tests) {
    tests.push(await judge(await FaceSet.open(files[file], pictures), faces, top, adapted.shift));
  }
  const called = request.procedure.kind === 'base' ? await calledBy(memory, samples) : null;
  return { tests, round: adapted.round ?? null, called, seconds };
}

async function samplesOf(
  { site }: AdaptationRequest,
  files: readonly File[],
  ranges: Ranges,
): Promise<Labelled[]> {
  const set = await FaceSet.open(files[site.file], site.pictures);
  return site.samples.map(({ face, video, trusted, manipulated }, index) => {
    const cut = (picture: number) => quantise(set.values(face, picture), ranges);
    return {
      id: `face-${index}`,
      video,
      takenAt: 0,
      trusted,
      feature: new Float32Array(),
      face: cut(PICTURES.face),
      base: cut(PICTURES.base),
      blends: [cut(PICTURES.blend)],
      manipulated,
    };
  });
}

async function run(
  procedure: Procedure,
  seed: number,
  memory: Memory,
  samples: readonly Labelled[],
  threshold: number,
): Promise<Adapted> {
  const { replay, transfer, original } = memory;
  switch (procedure.kind) {
    case 'base':
      return { weights: original };
    case 'statistics': {
      const values = (cuts: readonly Uint8Array[]) => cuts.map((cut) => restore([cut], replay.ranges));
      const source = values(replay.train.filter(({ pair }) => !pair).map(({ cut }) => cut));
      const site = values(samples.map(({ face }) => face));
      return { weights: original, shift: statisticsShift(source, site, procedure.share) };
    }
    case 'training': {
      const options = optionsOf(procedure.changes, seed);
      const data = await plainData(memory, samples, seed, procedure.labelled);
      return { weights: (await train(data, original, options, PACE)).weights };
    }
    case 'round': {
      const options = optionsOf(procedure.changes, seed);
      const input = { replay, transfer, samples, original, current: null, threshold, options };
      const { weights, trained, checks, told } = await runRound(input, PACE);
      const { fakeRate, resemblance, interpolation, distance } = told;
      return {
        weights: trained,
        round: { committed: weights !== null, checks, fakeRate, resemblance, interpolation, distance },
      };
    }
  }
}

function optionsOf({ weights, batch, ...changes }: Changes, seed: number): TrainingOptions {
  return {
    ...DEFAULT_TRAINING,
    ...changes,
    weights: { ...DEFAULT_TRAINING.weights, ...weights },
    batch: { ...DEFAULT_TRAINING.batch, ...batch },
    seed,
  };
}

/** The same videos as a round trains on, source faces as they are with their labels. Labelled faces weigh as much as the source's of their class. */
async function plainData(
  { replay, original }: Memory,
  samples: readonly Labelled[],
  seed: number,
  labelled: boolean,
): Promise<TrainingData> {
  const { train: split } = splitByVideo(samples, seed);
  const kept = new Set(split.map(({ id }) => id));
  const site = samples.filter(({ id }) => kept.has(id));
  const taughtOf = (cuts: readonly Uint8Array[]) => logitsOf(cuts, replay.ranges, original, PACE.breathe);
  const data = trainingData(replay, site, {
    shown: replay.train.map(({ cut }) => cut),
    taught: await taughtOf(replay.train.map(({ cut }) => cut)),
  });
  if (!labelled) return data;
  const ofSite = await taughtOf(site.map(({ face }) => face));
  const known = site.map(({ face, manipulated }, i) => ({
    cut: face,
    shown: face,
    manipulated,
    pair: false,
    taught: ofSite[i] ?? 0,
  }));
  // As often as the source's of their class.
  const often = (manipulated: boolean) => {
    const ofClass = known.filter((face) => face.manipulated === manipulated);
    const wanted = ofKind(replay.train, manipulated, false).length;
    return ofClass.length === 0
      ? []
      : Array.from({ length: wanted }, (_, i) => ofClass[i % ofClass.length] ?? ofClass[0]);
  };
  const repeated = [...often(false), ...often(true)].filter((face) => face !== undefined);
  return { ...data, source: [...data.source, ...repeated] };
}

async function calledBy(
  { replay, original }: Memory,
  samples: readonly Sample[],
): Promise<AdaptationAnswer['called']> {
  const say = (cuts: readonly Uint8Array[]) => logitsOf(cuts, replay.ranges, original, PACE.breathe);
  const share = async (manipulated: boolean) =>
    shareAbove(await say(ofKind(replay.held, manipulated, false).map(({ cut }) => cut)), 0);
  return {
    genuine: await share(false),
    manipulated: await share(true),
    site: Array.from(await say(samples.map(({ face }) => face))),
  };
}
