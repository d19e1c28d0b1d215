import type { Band } from '../contracts/band.ts';

/** Where a probability lies. */
export function kindIn(
  { manipulated, noSign }: Band,
  probability: number,
): 'manipulated' | 'noSign' | 'unclear' {
  if (probability >= manipulated) return 'manipulated';
  return probability <= noSign ? 'noSign' : 'unclear';
}
