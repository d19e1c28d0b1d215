import { INPUT_SIZE } from './crop.ts';
import type { Top } from './cut.ts';
import { maskProbability } from './mask.ts';
import type { Golden } from './model-files.ts';
import type { Judgement } from './network.ts';

/** What the self-test and the timing need of a network. */
export interface Judge {
  judge(faces: readonly Uint8Array[], top?: Top): Promise<Judgement[]>;
}

function pictures(golden: Golden): Uint8Array[] {
  const size = INPUT_SIZE * INPUT_SIZE * 3;
  return golden.logits.map((_, index) => golden.inputs.subarray(index * size, (index + 1) * size));
}

/** How far a network is from the golden vectors; NaN where it returned nothing or something that is no number. */
export interface Differences {
  /** Largest |Δlogit|. */
  logit: number;
  /** Largest |Δ| of the masks' probabilities; null where the golden vectors have no masks. */
  mask: number | null;
}

export async function differences(network: Judge, golden: Golden): Promise<Differences> {
  const judged = await network.judge(pictures(golden));
  const { logits, masks } = golden;
  return {
    logit: largest(logits.map((logit, index) => (judged[index]?.logit ?? Number.NaN) - logit)),
    mask: masks
      ? largest(
          masks.flatMap((mask, index) =>
            mask.map((logit, field) => (judged[index]?.mask?.[field] ?? Number.NaN) - maskProbability(logit)),
          ),
        )
      : null,
  };
}

/** The larger one of the {@link differences}, which is what the tolerance holds for. */
export async function worstDifference(network: Judge, golden: Golden): Promise<number> {
  const { logit, mask } = await differences(network, golden);
  return Math.max(logit, mask ?? 0);
}

/** `Math.max` keeps a NaN. */
function largest(values: readonly number[]): number {
  return values.reduce((worst, value) => Math.max(worst, Math.abs(value)), 0);
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
