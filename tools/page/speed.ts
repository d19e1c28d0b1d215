import { runRound } from '../../src/adaptation/round.ts';
import type { Sample } from '../../src/adaptation/types.ts';
import { thresholdLogit } from '../../src/detector/calibration.ts';
import { INPUT_SIZE } from '../../src/detector/crop.ts';
import { nextTask, untilFree } from '../../src/offscreen/adaptation/yielding.ts';
import { readMemory, type Memory } from '../../src/offscreen/adaptation/memory.ts';
import { FrameQueue, PRIORITY, SUPERSEDED } from '../../src/offscreen/queue.ts';
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
  const memory = await readMemory(engine.models);
  const { detector } = await engine.models.running();
  const queue = new FrameQueue();
  const queueLength = () => queue.length;

  // Any picture: the work is the same.
  const face = new Uint8Array(INPUT_SIZE * INPUT_SIZE * 3).map((_, i) => (i * 7919) % 256);
  const judgeOne = async (): Promise<number> => {
    const asked = performance.now();
    const job = () => detector.judge([face]);
    const said = await queue.run({ video: 'speed', priority: PRIORITY.visible, step: 'judge' }, job);
    if (said === SUPERSEDED) throw new Error('Judging was superseded');
    return performance.now() - asked;
  };
  const judgeWhile = async (going: () => boolean): Promise<number[]> => {
    const times: number[] = [];
    for (let i = 0; i < JUDGED && going(); i++) {
      await new Promise((resolve) => setTimeout(resolve, GAPS[i % GAPS.length]));
      times.push(await judgeOne());
    }
    return times;
  };

  const round = async (slices: number[]): Promise<number> => {
    const begun = performance.now();
    let resumed = begun;
    let waited = 0;
    const yieldToEngine = async (): Promise<void> => {
      const paused = performance.now();
      slices.push(paused - resumed);
      await nextTask();
      await untilFree(queueLength);
      resumed = performance.now();
      waited += resumed - paused;
    };
    await runRound(inputOf(memory, thresholdLogit(detector.calibration)), {
      signal: new AbortController().signal,
      yieldToEngine,
    });
    return performance.now() - begun - waited;
  };

  // What is compiled and allocated once is no part of it.
  await judgeOne();
  const idle = await judgeWhile(() => true);
  const slices: number[] = [];
  const alone = await round(slices);
  let training = true;
  const beside = round([]).finally(() => (training = false));
  const whileTraining = await judgeWhile(() => training);
  await beside;
  return { roundMs: alone, slices, idle, whileTraining };
}

/** Held-out faces of the replay memory stand for those of a site. */
function inputOf({ replay, transfer, original }: Memory, threshold: number): Parameters<typeof runRound>[0] {
  const samples = Array.from({ length: SITE.faces }, (_, i): Sample => {
    const face = replay.held[(i * 3) % replay.held.length];
    if (!face) throw new Error('The replay memory holds nothing out');
    return {
      id: `face-${i}`,
      video: `video-${i % SITE.videos}`,
      takenAt: 0,
      trusted: false,
      face: face.cut,
    };
  });
  return { replay, transfer, samples, original, current: null, threshold };
}
