import { INPUT_SIZE } from './crop.ts';
import type { Golden } from './model-files.ts';
import type { Judgement } from './network.ts';

/** What the self-test and the timing need of a network. */
export interface Judge {
  judge(faces: readonly Uint8Array[]): Promise<Judgement[]>;
}

function pictures(golden: Golden): Uint8Array[] {
  const size = INPUT_SIZE * INPUT_SIZE * 3;
  return golden.logits.map((_, index) => golden.inputs.subarray(index * size, (index + 1) * size));
}

/** Largest |Δlogit| of a network against the golden vectors; NaN if it returned something that is no number. */
export async function worstDifference(network: Judge, golden: Golden): Promise<number> {
  const judged = await network.judge(pictures(golden));
  return golden.logits.reduce((worst, logit, index) => {
    const difference = Math.abs((judged[index]?.logit ?? Number.NaN) - logit);
    return Number.isNaN(difference) || Number.isNaN(worst) ? Number.NaN : Math.max(worst, difference);
  }, 0);
}

const TIMED_RUNS = 3;

/** ms for one face: the median of a few runs after one that compiles the shaders for this batch size. */
export async function msPerFace(network: Judge, golden: Golden): Promise<number> {
  const one = pictures(golden).slice(0, 1);
  await network.judge(one);
  const times: number[] = [];
  for (let run = 0; run < TIMED_RUNS; run++) {
    const start = performance.now();
    await network.judge(one);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(TIMED_RUNS / 2)] ?? Number.NaN;
}
