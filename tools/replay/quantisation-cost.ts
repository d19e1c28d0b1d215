import { auc } from '../../src/adaptation/measures.ts';
import type { ReplayReport } from '../../src/adaptation/samples/replay.ts';
import type { QuantisedLogits } from '../page/requests.ts';

/** What a byte instead of a number costs, on faces that had no part in the ranges. @param manipulated of each face. */
export function quantisationCost(
  manipulated: readonly boolean[],
  { exact, rounded }: QuantisedLogits,
): ReplayReport {
  const changes = exact.map((logit, i) => Math.abs(logit - (rounded[i] ?? 0)));
  const aucOf = (logits: readonly number[]) => {
    const of = (wanted: boolean) => logits.filter((_, i) => manipulated[i] === wanted);
    return digits(auc(of(false), of(true)));
  };
  return {
    heldFaces: exact.length,
    aucFloat: aucOf(exact),
    aucQuantised: aucOf(rounded),
    maxLogitChange: digits(Math.max(...changes)),
    meanLogitChange: digits(changes.reduce((sum, one) => sum + one, 0) / changes.length),
  };
}

function digits(value: number): number {
  return Number(value.toPrecision(4));
}
