import { sigmoid } from '../../../../src/verdict/aggregation/aggregation.ts';
import { seeded } from '../../../../tools/lib/report/metrics/random.ts';
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

/**
 * A set of pictures with features, a set of videos of two methods under several conditions, one video without a face, and a set of
 * genuine pictures only.
 */
export function everyKind(): ScoredItem[] {
  const random = seeded(4);
  const feature = (shift: number): number[] => Array.from({ length: 6 }, () => random() + shift);
  const pictures = Array.from({ length: 60 }, (_, at) => {
    const label = at % 2 === 0 ? 'real' : 'fake';
    const probability = 0.02 + 0.6 * random() + (label === 'fake' ? 0.35 : 0);
    return picture(label, probability, {
      path: `pictures/${at}.jpg`,
      dataset: 'dfdc-faces',
      group: `p${Math.floor(at / 2)}`,
      frames: [frame(probability, { feature: feature(0) })],
    });
  });
  const genuine = Array.from({ length: 12 }, (_, at) =>
    picture('real', 0.1 + 0.07 * at, { path: `genuine/${at}.jpg`, dataset: 'only_genuine', group: `o${at}` }),
  );
  const videos = ['as is', 'jpeg 70', 'jpeg 30', 'blur 2'].flatMap((condition) =>
    Array.from({ length: 24 }, (_, at) => {
      const method = ['real', 'Swap', 'Reenact'][at % 3] ?? 'real';
      const fake = method !== 'real';
      const common = {
        path: `videos/${at}.mp4`,
        dataset: 'videos',
        condition,
        method,
        label: fake ? ('fake' as const) : ('real' as const),
        group: `v${at % 6}`,
      };
      if (at === 22) {
        return item({ ...common, outcome: 'noFace', probability: null, verdict: 'notChecked', frames: [] });
      }
      const probability = 0.05 + 0.5 * random() + (fake ? 0.42 : 0);
      const frames = Array.from({ length: 5 }, (_none, second) =>
        frame(Math.min(0.98, Math.max(0.02, probability + 0.3 * (random() - 0.5))), {
          time: second,
          feature: feature(0.5),
        }),
      );
      const verdict = probability > 0.9 ? 'manipulated' : probability < 0.3 ? 'noSign' : 'unclear';
      return item({ ...common, probability, verdict, frames });
    }),
  );
  return [...pictures, ...genuine, ...videos];
}
