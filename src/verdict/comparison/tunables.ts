/**
 * Numbers of the comparison with genuine videos, measured on DFDC validation faces; how: docs/results/detector.md, "Beside genuine videos of
 * the same person".
 */
export const COMPARISON = {
  /** Faces whose descriptors lie closer, by Euclid, are of one person: so are at most 46 in 10,000 pairs of different videos. */
  samePerson: 0.5,
  /** Standard deviation, in log-odds, of the scores of genuine videos around the mean of their person … */
  spread: 0.7,
  /** … which counts like so many videos of the person's own: then 94 to 97 of 100 genuine ones lie in their interval of 95 %. */
  spreadVideos: 6,
  /** Largest ratio of the faces' sides. First choice. */
  sideRatio: 2,
  /** Largest difference of the faces' detail, 0…1 (`detail.ts`); beyond it the softer face scores higher by more than people's own spread. */
  detailDifference: 0.15,
} as const;
