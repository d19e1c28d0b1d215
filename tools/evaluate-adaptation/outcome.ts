import type { CheckName } from '../../src/contracts/check.ts';
import { mean } from '../../src/adaptation/measures.ts';
import type { Item } from '../lib/manifest/items.ts';
import { estimatedFakeRate } from '../../src/adaptation/training/label-shift.ts';
import type { Run } from './grid.ts';
import type { FoldResult } from './runner.ts';
import type { Site } from './sites.ts';

/** A video that was judged before and after an adaptation; logits, the mean of its faces. */
export interface Compared {
  video: string;
  /** Place of the fold that it was tested in. */
  fold: number;
  group: string;
  fake: boolean;
  before: number;
  /** By what was trained, whatever the guard said; by a part of it where that went live. */
  trained: number;
  /** By what would judge on the site: what was trained if the guard passed it, else the network as it was installed. */
  deployed: number;
}

/** One run with all folds of its site together. */
export interface Outcome {
  run: Run;
  target: Compared[];
  source: Compared[];
  /** Folds of a round that the guard passed, and those that it did not. */
  committed: number;
  refused: number;
  /** Of those passed, they of which only a part of what was trained passed. */
  partly: number;
  /** Checks that failed, of all folds. */
  failed: CheckName[];
  /** Share of manipulated faces that the site showed, 0…1. */
  shown: number;
  /** That share as it is estimated from what the installed network calls manipulated; see `label-shift.ts`. */
  estimated: number;
}

/** Pairs each run with the base of its site. Runs without results are left out. */
export function outcomesOf(results: ReadonlyMap<Run, FoldResult[]>, sites: readonly Site[]): Outcome[] {
  return sites.flatMap((site) => {
    const own = [...results].filter(([{ shift }]) => shift === site.shift.name);
    const base = own.find(([{ arm }]) => arm.procedure.kind === 'base')?.[1];
    if (!base) return [];
    return own
      .filter(([, folds]) => folds.length === site.folds.length)
      .map(([run, folds]) => outcomeOf(run, folds, base, site));
  });
}

function outcomeOf(run: Run, folds: readonly FoldResult[], base: readonly FoldResult[], site: Site): Outcome {
  const parts = folds.map(({ fold, answer, samples }, i) => {
    const before = base[i];
    if (!before) throw new Error(`The base of ${run.shift} is missing`);
    const keeps = answer.round === null || answer.round.committed;
    const compare = (items: readonly Item[], test: number) =>
      comparedOf(i, items, before.answer.tests[test] ?? [], answer.tests[test] ?? [], keeps);
    return {
      target: compare(
        fold.test.flatMap((face) => site.target.items[face] ?? []),
        0,
      ),
      source: compare(site.source.items, 1),
      shown: mean(samples.map(({ manipulated }) => Number(manipulated))),
      estimated: estimateOf(samples, before),
    };
  });
  const rounds = folds.flatMap(({ answer }) => answer.round ?? []);
  return {
    run,
    target: parts.flatMap(({ target }) => target),
    source: meanOverFolds(parts.map(({ source }) => source)),
    committed: rounds.filter(({ committed }) => committed).length,
    refused: rounds.filter(({ committed }) => !committed).length,
    partly: rounds.filter(({ committed, interpolation }) => committed && interpolation !== 1).length,
    failed: rounds.flatMap(({ checks }) => checks.filter(({ passed }) => !passed).map(({ name }) => name)),
    shown: mean(parts.map(({ shown }) => shown)),
    estimated: mean(parts.map(({ estimated }) => estimated)),
  };
}

function comparedOf(
  fold: number,
  items: readonly Item[],
  before: readonly number[],
  after: readonly number[],
  keeps: boolean,
): Compared[] {
  const faces = new Map<Item, number[]>();
  items.forEach((item, i) => faces.set(item, [...(faces.get(item) ?? []), i]));
  return [...faces].map(([item, places]) => {
    const of = (logits: readonly number[]) => mean(places.map((i) => logits[i] ?? Number.NaN));
    const [was, is] = [of(before), of(after)];
    return {
      video: item.path,
      fold,
      group: item.group,
      fake: item.label === 'fake',
      before: was,
      trained: is,
      deployed: keeps ? is : was,
    };
  });
}

/** The source's faces are judged by the network of every fold; a face's score is their mean. */
function meanOverFolds(folds: readonly Compared[][]): Compared[] {
  const [first = []] = folds;
  return first.map((face, i) => {
    const of = (which: 'trained' | 'deployed') => mean(folds.map((fold) => fold[i]?.[which] ?? Number.NaN));
    return { ...face, trained: of('trained'), deployed: of('deployed') };
  });
}

export function estimateOf(samples: FoldResult['samples'], { samples: all, answer }: FoldResult): number {
  if (!answer.called) return Number.NaN;
  const { genuine, manipulated, site } = answer.called;
  const logits = new Map(all.map(({ face }, i) => [face, site[i] ?? Number.NaN]));
  const called = mean(samples.map(({ face }) => Number((logits.get(face) ?? 0) > 0)));
  return estimatedFakeRate({ site: called, manipulated, genuine });
}
