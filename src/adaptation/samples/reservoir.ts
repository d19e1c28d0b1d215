import { DAY_MS, LIMITS } from '../tunables.ts';
import type { Sample } from '../types.ts';

/** Which samples of a site are kept. Pure: the same samples in the same order always leave the same ones. */

export type Limits = Record<keyof typeof LIMITS, number>;

/** What the reservoir looks at. */
export interface Candidate extends Pick<Sample, 'id' | 'video' | 'takenAt' | 'trusted' | 'face'> {
  /** On disk. */
  bytes: number;
}

/** Whether the new one is kept, and which of those kept so far go; these go in either case. */
export interface Admission {
  keep: boolean;
  drop: string[];
}

/** Also true of samples dated more than a day ahead: the clock was wrong, and they would outstay their time. */
export function isExpired(takenAt: number, now: number, limits: Pick<Limits, 'expiryMs'> = LIMITS): boolean {
  return now - takenAt > limits.expiryMs || takenAt - now > DAY_MS;
}

/** Cosine similarity, 0…1; 0 where it has no meaning (zero, unknown, or of different networks). */
export function similarity(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) return 0;
  let [dot, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  const cosine = dot / Math.sqrt(aa * bb);
  return Number.isFinite(cosine) ? cosine : 0;
}

/** Ids of those that must go: the expired, then as many as the limits are exceeded by. */
export function trim(kept: readonly Candidate[], now: number, limits: Limits = LIMITS): string[] {
  const left = new Set(kept.filter((sample) => !isExpired(sample.takenAt, now, limits)));
  for (let victim = nextVictim(left, null, limits); victim; victim = nextVictim(left, null, limits))
    left.delete(victim);
  return kept.filter((sample) => !left.has(sample)).map(({ id }) => id);
}

/**
 * Decides about one more sample. In a full reservoir the most redundant sample of the videos with most samples gives way,
 * the oldest among equals. So a flood of one clip displaces at most `facesPerVideo` samples and at most one whole video.
 */
export function admit(
  kept: readonly Candidate[],
  fresh: Candidate,
  now: number,
  limits: Limits = LIMITS,
): Admission {
  const drop = trim(kept, now, limits);
  const gone = new Set(drop);
  const left = kept.filter(({ id }) => !gone.has(id));
  const refused = { keep: false, drop };
  if (isExpired(fresh.takenAt, now, limits) || fresh.bytes > limits.sampleBytes) return refused;
  if (left.some((sample) => sample.id === fresh.id || isNearDuplicate(sample, fresh, limits))) return refused;

  const pool = new Set([...left, fresh]);
  for (let victim = nextVictim(pool, fresh, limits); victim; victim = nextVictim(pool, fresh, limits)) {
    // What had to go for a sample that is not kept after all stays.
    if (victim === fresh) return refused;
    pool.delete(victim);
  }
  return { keep: true, drop: [...drop, ...left.filter((sample) => !pool.has(sample)).map(({ id }) => id)] };
}

function isNearDuplicate(a: Candidate, b: Candidate, limits: Limits): boolean {
  return a.video === b.video && similarity(a.face, b.face) > limits.nearDuplicate;
}

/** The one to go next; undefined if all fit. */
function nextVictim(pool: Set<Candidate>, fresh: Candidate | null, limits: Limits): Candidate | undefined {
  const videos = byVideo(pool);
  const candidates = overfull(pool, videos, limits);
  if (!candidates) return undefined;
  const trustedMayGo = fresh?.trusted === true || trustedExceedShare(pool, limits);
  const open = candidates.filter((sample) => sample === fresh || !sample.trusted || trustedMayGo);
  // Without a new one that could give way itself, the bound goes before the trust.
  const eligible = open.length > 0 ? open : candidates;
  const siblings = (sample: Candidate): Candidate[] => videos.get(sample.video) ?? [];
  const most = Math.max(...eligible.map((sample) => siblings(sample).length));
  return eligible
    .filter((sample) => siblings(sample).length === most)
    .map((sample) => ({ sample, redundancy: redundancy(sample, siblings(sample)) }))
    .reduce((worst, next) => (goesBefore(next, worst) ? next : worst)).sample;
}

function byVideo(samples: Iterable<Candidate>): Map<string, Candidate[]> {
  const videos = new Map<string, Candidate[]>();
  for (const sample of samples) videos.set(sample.video, [...(videos.get(sample.video) ?? []), sample]);
  return videos;
}

/** Those of whom one must go: of the videos with too many, else of all if they are too many or too large. */
function overfull(
  pool: Set<Candidate>,
  videos: Map<string, Candidate[]>,
  limits: Limits,
): Candidate[] | null {
  const crowded = [...videos.values()].filter(({ length }) => length > limits.facesPerVideo).flat();
  if (crowded.length > 0) return crowded;
  return pool.size > limits.faces || bytesOf(pool) > limits.sampleBytes ? [...pool] : null;
}

function trustedExceedShare(pool: Set<Candidate>, limits: Limits): boolean {
  const trusted = [...pool].filter((sample) => sample.trusted);
  return (
    trusted.length > limits.faces * limits.trustedShare ||
    bytesOf(trusted) > limits.sampleBytes * limits.trustedShare
  );
}

interface Ranked {
  sample: Candidate;
  redundancy: number;
}

function goesBefore(a: Ranked, b: Ranked): boolean {
  if (a.redundancy !== b.redundancy) return a.redundancy > b.redundancy;
  if (a.sample.takenAt !== b.sample.takenAt) return a.sample.takenAt < b.sample.takenAt;
  return a.sample.id < b.sample.id;
}

/** Similarity to the most similar other one of its video; -1 if it is alone. */
function redundancy(sample: Candidate, siblings: readonly Candidate[]): number {
  return siblings.reduce(
    (most, other) => (other === sample ? most : Math.max(most, similarity(sample.face, other.face))),
    -1,
  );
}

function bytesOf(samples: Iterable<Candidate>): number {
  let total = 0;
  for (const { bytes } of samples) total += bytes;
  return total;
}
