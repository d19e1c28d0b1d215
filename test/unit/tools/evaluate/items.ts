import { sigmoid } from '../../../../src/verdict/aggregation/aggregation.ts';
import type { ScoredFrame, ScoredItem } from '../../../../tools/evaluate/scores.ts';

/** Items as the measuring half gives them, made up. */

export function frame(probability: number, over: Partial<ScoredFrame> = {}): ScoredFrame {
  const logit = Math.log(probability / (1 - probability));
  return { time: 0, logit, probability: sigmoid(logit), distance: 0.5, side: 150, ...over };
}

export function item(over: Partial<ScoredItem> = {}): ScoredItem {
  const probability = over.probability ?? 0.5;
  return {
    path: 'a.mp4',
    dataset: 'set',
    label: 'real',
    method: 'real',
    group: 'g',
    kind: 'video',
    condition: 'as is',
    outcome: 'judged',
    probability,
    verdict: 'noSign',
    frames: [frame(probability)],
    model: 'net-1',
    backend: 'wasm',
    ...over,
  };
}

/** A picture that was judged with this probability. */
export function picture(
  label: 'real' | 'fake',
  probability: number,
  over: Partial<ScoredItem> = {},
): ScoredItem {
  return item({
    kind: 'image',
    label,
    method: label,
    probability,
    verdict: 'unclear',
    frames: [frame(probability)],
    ...over,
  });
}
