import { WEIGHTS } from '../../src/adaptation/tunables.ts';
import type { Changes, Procedure } from './page/requests.ts';

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
  distillation: 0,
  distillationBesideLabel: 0,
  blends: 0,
  domain: 0,
  trusted: 0,
} as const;

function plain(weights: Changes['weights'], classWeighted: boolean): Procedure {
  return {
    kind: 'training',
    labelled: false,
    changes: { weights: { ...NO_TERMS, ...weights }, classWeighted },
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
    procedure: plain(
      { distillation: WEIGHTS.distillation, distillationBesideLabel: WEIGHTS.distillationBesideLabel },
      false,
    ),
  },
  {
    name: 'oracle',
    words: "oracle with the site's labels",
    procedure: { kind: 'training', labelled: true, changes: { weights: NO_TERMS, classWeighted: false } },
  },
];

/** Values that each term of the objective is tried at. */
const TRIED = {
  distillation: [0, 0.5, 2],
  distillationBesideLabel: [0, 0.25, 1],
  blends: [0, 0.1],
  domain: [0, 0.1, 0.3],
} as const;

const TERM_WORDS = {
  distillation: 'distillation',
  distillationBesideLabel: 'beside a label',
  blends: 'blends',
  domain: 'domain',
} as const satisfies Record<keyof typeof TRIED, string>;
const TERMS = Object.keys(TRIED) as (keyof typeof TRIED)[];

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
    {
      name: 'unlabelled',
      words: 'no label of the source',
      procedure: { kind: 'round', changes: { labels: 'never' } },
    },
    {
      name: 'untransferred',
      words: 'source faces as they are',
      procedure: { kind: 'round', changes: { transferred: false } },
    },
  ];
}
