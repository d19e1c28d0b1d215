/** One thing that was scored. The positive class is "manipulated" everywhere in the report. */
export interface Sample {
  fake: boolean;
  /** Larger is more suspicious. Where a probability is needed, 0…1. */
  score: number;
}

/** One for each, as a statistic with weights takes them. */
export function ones(length: number): Float64Array {
  return new Float64Array(length).fill(1);
}
