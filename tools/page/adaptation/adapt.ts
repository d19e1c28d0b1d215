import { shareAbove } from '../../../src/adaptation/measures.ts';
import { quantise, restore, type Ranges } from '../../../src/adaptation/samples/quantise.ts';
import { ofKind } from '../../../src/adaptation/samples/replay.ts';
import { runRound, splitByVideo, trainingData } from '../../../src/adaptation/round.ts';
import { topOf } from '../../../src/adaptation/training/site-network.ts';
import { logitsOf } from '../../../src/adaptation/training/outputs.ts';
import {
  DEFAULT_TRAINING,
  train,
  type Pace,
  type TrainingData,
  type TrainingOptions,
} from '../../../src/adaptation/training/training.ts';
import type { Sample } from '../../../src/adaptation/types.ts';
import { thresholdLogit } from '../../../src/detector/calibration.ts';
import { readMemory, type Memory } from '../../../src/offscreen/adaptation/memory.ts';
import { FaceSet } from '../face-set.ts';
import type { MeasuringEngine } from '../measuring-engine.ts';
import { judge, type Shift } from './judging.ts';
import {
  PICTURES,
  PICTURES_OF_A_FACE,
  type AdaptationAnswer,
  type AdaptationRequest,
  type Changes,
  type Procedure,
} from './requests.ts';
import { statisticsShift } from './statistics.ts';

/** Nobody else needs this page's thread; cancelling closes the page. */
const PACE: Pace = { signal: new AbortController().signal, yieldToEngine: () => Promise.resolve() };

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
  const memory = await readMemory(engine.models);
  const { ranges } = memory.replay;
  const samples = await samplesOf(request, files, ranges);
  const { detector } = await engine.models.running();
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
  for (const { file, faces } of request.tests) {
    tests.push(await judge(await FaceSet.open(files[file], PICTURES_OF_A_FACE), faces, top, adapted.shift));
  }
  const isTold = request.procedure.kind === 'base' || request.procedure.kind === 'round';
  const called = isTold ? await calledBy(memory.replay, adapted.weights, samples) : null;
  return { tests, round: adapted.round ?? null, called, seconds };
}

async function samplesOf(
  { site }: AdaptationRequest,
  files: readonly File[],
  ranges: Ranges,
): Promise<Labelled[]> {
  const set = await FaceSet.open(files[site.file], PICTURES_OF_A_FACE);
  return site.samples.map(({ face, video, trusted, manipulated }, index) => {
    return {
      id: `face-${index}`,
      video,
      takenAt: 0,
      trusted,
      face: quantise(set.values(face, PICTURES.face), ranges),
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
      const data = await plainData(memory, samples, seed, procedure);
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

function optionsOf({ weights, batch }: Changes, seed: number): TrainingOptions {
  return {
    ...DEFAULT_TRAINING,
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
  { labelled, classWeighted }: Extract<Procedure, { kind: 'training' }>,
): Promise<TrainingData> {
  const { train: split } = splitByVideo(samples, seed);
  const kept = new Set(split.map(({ id }) => id));
  const site = samples.filter(({ id }) => kept.has(id));
  const teacherLogitsOf = (cuts: readonly Uint8Array[]) =>
    logitsOf(cuts, replay.ranges, original, PACE.yieldToEngine);
  const own = replay.train.map(({ cut }) => cut);
  const data = {
    ...trainingData(replay, site, { shown: own, teacherLogits: await teacherLogitsOf(own) }),
    // At one half both classes weigh the same.
    fakeRate: classWeighted ? null : 0.5,
  };
  if (!labelled) return data;
  const ofSite = await teacherLogitsOf(site.map(({ face }) => face));
  const known = site.map(({ face, manipulated }, i) => ({
    cut: face,
    shown: face,
    manipulated,
    pair: false,
    teacherLogit: ofSite[i] ?? 0,
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
  replay: Memory['replay'],
  weights: Float32Array,
  samples: readonly Sample[],
): Promise<AdaptationAnswer['called']> {
  const say = (cuts: readonly Uint8Array[]) => logitsOf(cuts, replay.ranges, weights, PACE.yieldToEngine);
  const share = async (manipulated: boolean) =>
    shareAbove(await say(ofKind(replay.held, manipulated, false).map(({ cut }) => cut)), 0);
  return {
    genuine: await share(false),
    manipulated: await share(true),
    site: Array.from(await say(samples.map(({ face }) => face))),
  };
}
