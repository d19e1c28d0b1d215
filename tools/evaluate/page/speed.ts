import { runRound } from '../../../src/adaptation/round.ts';
import type { Sample } from '../../../src/adaptation/types.ts';
import { thresholdLogit } from '../../../src/detector/calibration.ts';
import { turn, untilFree } from '../../../src/offscreen/learning/give-way.ts';
import { readMemory, type Memory } from '../../../src/offscreen/learning/memory.ts';
import { FrameQueue, PRIORITY, SUPERSEDED } from '../../../src/offscreen/queue.ts';
import type { MeasuringEngine } from './measuring-engine.ts';
import type { SpeedAnswer } from './requests.ts';

/** Faces that are judged to measure each way. */
const JUDGED = 40;
/** Between two of them, in ms: not in step with anything, and about as videos are checked. */
const GAPS = [37, 61, 113, 151, 89] as const;
/** A site as it stands after some days. */
const SITE = { faces: 120, videos: 24 } as const;

/** How long a round takes and its slices, and how long judging a face takes before and beside it. */
export async function measureSpeed(engine: MeasuringEngine): Promise<SpeedAnswer> {
  const memory = await readMemory(engine.parts);
  const { detector } = await engine.parts.running();
  const queue = new FrameQueue();
  const queueLength = () => queue.length;

  const judgeOne = async (): Promise<number> => {
    // Of any picture: the work is the same.
    const face = new Uint8Array(128 * 128 * 3).map((_, i) => (i * 7919) % 256);
    const asked = performance.now();
    const job = () => detector.judge([face]);
    const said = await queue.run({ video: 'speed', priority: PRIORITY.visible, step: 'judge' }, job);
    if (said === SUPERSEDED) throw new Error('Judging was superseded');
    return performance.now() - asked;
  };
  const judgeSome = async (): Promise<number[]> => {
    const times: number[] = [];
    for (let i = 0; i < JUDGED; i++) {
      await new Promise((resolve) => setTimeout(resolve, GAPS[i % GAPS.length]));
      times.push(await judgeOne());
    }
    return times;
  };

  const round = async (slices: number[]): Promise<number> => {
    const begun = performance.now();
    let resumed = begun;
    let waited = 0;
    const breathe = async (): Promise<void> => {
      const paused = performance.now();
      slices.push(paused - resumed);
      await turn();
      await untilFree(queueLength);
      resumed = performance.now();
      waited += resumed - paused;
    };
    await runRound(inputOf(memory, thresholdLogit(detector.calibration)), {
      signal: new AbortController().signal,
      breathe,
    });
    return performance.now() - begun - waited;
  };

  // What is compiled and allocated once is no part of it.
  await judgeOne();
  const idle = await judgeSome();
  const slices: number[] = [];
  const alone = await round(slices);
  const training = { ended: false };
  const beside = round([]).finally(() => (training.ended = true));
  const whileTraining: number[] = [];
  while (!training.ended && whileTraining.length < JUDGED) {
    await new Promise((resolve) => setTimeout(resolve, GAPS[whileTraining.length % GAPS.length]));
    whileTraining.push(await judgeOne());
  }
  await beside;
  return { roundMs: alone, slices, idle, whileTraining };
}

/** Held-out faces of the replay memory stand for those of a site. */
function inputOf({ replay, original }: Memory, threshold: number): Parameters<typeof runRound>[0] {
  const samples = Array.from({ length: SITE.faces }, (_, i): Sample => {
    const cut = (shift: number): Uint8Array => {
      const face = replay.held[(i * 3 + shift) % replay.held.length];
      if (!face) throw new Error('The replay memory holds nothing out');
      return face.cut;
    };
    return {
      id: `face-${i}`,
      video: `video-${i % SITE.videos}`,
      takenAt: 0,
      trusted: false,
      feature: new Float32Array(),
      face: cut(0),
      base: cut(1),
      blends: [cut(2)],
    };
  });
  return { replay, samples, original, current: null, threshold };
}
