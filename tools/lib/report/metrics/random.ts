/** A stream of numbers, 0…1 (1 excluded). */
export type Random = () => number;

/** The same stream for the same seed: a 32-bit Weyl sequence with the murmur3 finaliser, so that every report can be repeated. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** 0…below − 1. */
export function below(limit: number, random: Random): number {
  return Math.floor(random() * limit);
}

/** A new list in another order. */
export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const keys = list.map((value) => ({ value, key: random() }));
  return keys.sort((a, b) => a.key - b.key).map(({ value }) => value);
}
