/** Runs before the first that counts: code is compiled and memory taken then. */
const WARM_UP = 5;

/** Times two ways of doing the same by turns, each first in every second pair. @returns ms. */
export async function alternating(
  pairs: number,
  ours: () => Promise<void>,
  other: () => Promise<void>,
): Promise<{ ours: number[]; other: number[] }> {
  const times = { ours: [] as number[], other: [] as number[] };
  for (let pair = -WARM_UP; pair < pairs; pair++) {
    const own = async (): Promise<number> => times.ours.push(await timed(ours));
    const others = async (): Promise<number> => times.other.push(await timed(other));
    for (const run of pair % 2 === 0 ? [own, others] : [others, own]) await run();
    if (pair < 0) times.ours.length = times.other.length = 0;
  }
  return times;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
