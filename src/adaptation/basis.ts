import { sha256 } from '../detector/sha256.ts';
import type { Replay } from './samples/replay.ts';

/**
 * Names what the numbers of samples, versions and checkpoints mean: the network whose trunk gave the values at the cut, and the
 * ranges by which they became bytes and are scaled for a version's side branch. What has another basis is of no use any more.
 */
export async function basisOf({
  modelVersion,
  ranges,
}: Pick<Replay, 'modelVersion' | 'ranges'>): Promise<string> {
  return `${modelVersion} ${await sha256(Float64Array.of(...ranges.low, ...ranges.high))}`;
}
