import { WEIGHTS } from '../../src/adaptation/tunables.ts';
import type { Changes, Procedure } from '../page/adaptation/requests.ts';

/** What is compared: each way of adapting by name. */
export interface Arm {
  /** Stable, in files. */
  name: string;
  /** In tables. */
  words: string;
  procedure: Procedure;
}

const NO_TERMS = {
  source: 1,
  ranking: 0,
  distillation: 0,
  domain: 0,
} as const;

function plain(weights: Changes['weights'], classWeighted: boolean): Procedure {
  return {
    kind: 'training',
    labelled: false,
    classWeighted,
    changes: { weights: { ...NO_TERMS, ...weights } },
  };
}

export const BASE: Arm = { name: 'base', words: 'as installed', procedure: { kind: 'base' } };

export const OURS: Arm = {
  name: 'ours',
  words: 'ours',
  procedure: { kind: 'round', changes: {} },
};

export const PLAIN_DANN: Arm = {
  name: 'dann',
  words: 'DANN',
  procedure: plain({ domain: 1 }, false),
};

/** Measured at one share of manipulated faces alone. */
export const OTHERS: readonly Arm[] = [
  {
    name: 'statistics',
    words: 'statistics of the site (AdaBN, 0.3)',
    procedure: { kind: 'statistics', share: 0.3 },
  },
  { name: 'classDann', words: 'DANN, classes weighted', procedure: plain({ domain: 1 }, true) },
  {
    name: 'replay',
    words: 'replay memory alone',
    procedure: plain({ distillation: WEIGHTS.distillation }, false),
  },
];

export const ORACLE: Arm = {
  name: 'oracle',
  words: "oracle with the site's labels",
  procedure: { kind: 'training', labelled: true, classWeighted: false, changes: { weights: NO_TERMS } },
};

/** Values that each term of the objective is tried at. */
const TRIED = {
  ranking: [0, 0.5],
  distillation: [0, 0.25, 1],
  domain: [0, 0.1, 0.3],
} as const;

const TERM_WORDS = {
  ranking: 'ranking',
  distillation: 'distillation',
  domain: 'domain',
} as const satisfies Record<keyof typeof TRIED, string>;
const TERMS = Object.keys(TRIED) as (keyof typeof TRIED)[];

/** Source faces in a step that are tried. */
const BATCHES: readonly { words: string; batch: Changes['batch'] }[] = [
  { words: '32 shown faces a step', batch: { shown: 32 } },
  { words: 'no faces as they are', batch: { asTheyAre: 0, pairsAsTheyAre: 0 } },
];

/** The shipped objective, and with one term changed at a time. */
export function ablationArms(): Arm[] {
  const changed = TERMS.flatMap((term) =>
    TRIED[term]
      .filter((weight) => weight !== WEIGHTS[term])
      .map((weight): Arm => ({
        name: `${term}-${weight}`,
        words: `${TERM_WORDS[term]} ${weight}`,
        procedure: { kind: 'round', changes: { weights: { [term]: weight } } },
      })),
  );
  const shipped = TERMS.map((term) => `${TERM_WORDS[term]} ${WEIGHTS[term]}`).join(', ');
  return [
    { ...OURS, words: `as shipped: ${shipped}` },
    ...changed,
    ...BATCHES.map(({ words, batch }): Arm => ({
      name: words,
      words,
      procedure: { kind: 'round', changes: { batch } },
    })),
  ];
}
