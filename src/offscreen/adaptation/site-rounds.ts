import { CodedError, noticeOf } from '../../contracts/coded-error.ts';
import type { Round } from '../../contracts/round.ts';
import { passes } from '../../adaptation/guard/guard.ts';
import { runRound, type RoundResult } from '../../adaptation/round.ts';
import type { AdaptationStore } from '../../adaptation/store/store.ts';
import type { Finding } from '../../adaptation/store/stored-endings.ts';
import { DEFAULT_TRAINING, type Checkpoint } from '../../adaptation/training/training.ts';
import { NOTHING_TRAINED, type Sample } from '../../adaptation/types.ts';
import type { Memory } from './memory.ts';
import { shortfallOf } from './readiness.ts';

/** One round of a site, from what stands in the store to what is written back. */

export interface SiteRound {
  origin: string;
  store: AdaptationStore;
  memory: Memory;
  /** The logit from which on a single face is called manipulated. */
  threshold: number;
  signal: AbortSignal;
  yieldToEngine: () => Promise<void>;
  onProgress: (done: number) => void;
}

/** Runs a round, or goes on with one that was interrupted, and writes down how it ended. Errors are part of that, not thrown. */
export async function runSiteRound(round: SiteRound): Promise<Round['outcome']> {
  const { origin, store, signal } = round;
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  try {
    const { result, samples, active } = await adapt(round);
    signal.throwIfAborted();
    const { told, checks } = result;
    return await store.conclude(origin, {
      samples,
      active,
      next: nextOf(result, round.memory.basis),
      round: { ...told, at: Date.now(), checks, seconds: seconds() },
    });
  } catch (error) {
    const stopped = signal.aborted;
    if (!stopped) console.error('FakeFilter: a round of learning failed', error);
    const outcome = stopped ? 'stopped' : 'failed';
    // What failed once may fail for ever: the next round begins anew, also if this one cannot be written down.
    await store.dropCheckpoint(origin);
    await store.addRound(origin, {
      at: Date.now(),
      outcome,
      checks: [],
      reason: noticeOf(stopped ? signal.reason : error),
      version: null,
      seconds: seconds(),
      ...NOTHING_TRAINED,
    });
    return outcome;
  }
}

function nextOf({ weights, currentChecks }: RoundResult, basis: string): Finding['next'] {
  if (weights) return { createdAt: Date.now(), basis, weights };
  return currentChecks.length > 0 && !passes(currentChecks) ? 'original' : null;
}

/** @returns what came of it, the samples that it learned from, and the number of the version in use that was tested with it. */
async function adapt(round: SiteRound): Promise<{ result: RoundResult; samples: string[]; active: number }> {
  const { origin, store, memory, threshold } = round;
  const { basis } = memory;
  const samples = await store.samples(origin, basis);
  const resumed = await resumable(round, samples);
  if (!resumed) await beginAnew(store, origin, basis);
  const chosen = resumed?.samples ?? samples;
  const seed = resumed?.seed ?? newSeed();
  const current = await store.active(origin, basis);
  const ids = chosen.map(({ id }) => id);
  const marks = await store.marks(origin);
  const result = await runRound(
    {
      replay: memory.replay,
      transfer: memory.transfer,
      samples: chosen,
      fakes: new Set(marks.filter(({ mark }) => mark === 'fake').map(({ video }) => video)),
      original: memory.original,
      current: current?.weights ?? null,
      threshold,
      options: { ...DEFAULT_TRAINING, seed },
    },
    {
      signal: round.signal,
      yieldToEngine: round.yieldToEngine,
      onProgress: round.onProgress,
      onCheckpoint: (checkpoint) => store.keepCheckpoint(origin, { basis, seed, samples: ids, checkpoint }),
    },
    resumed?.checkpoint,
  );
  return { result, samples: ids, active: current?.number ?? 0 };
}

/** @throws CodedError if there is too little to begin with. */
async function beginAnew(store: AdaptationStore, origin: string, basis: string): Promise<void> {
  await store.dropCheckpoint(origin);
  const shortfall = shortfallOf(await store.gathered(origin, basis));
  if (shortfall) throw new CodedError(shortfall);
}

/** The interrupted round, if the network and all of its samples are still the same. */
async function resumable(
  { origin, store, memory }: SiteRound,
  samples: readonly Sample[],
): Promise<{ seed: number; samples: Sample[]; checkpoint: Checkpoint } | null> {
  const unfinished = await store.checkpoint(origin, memory.basis);
  if (!unfinished) return null;
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const same = unfinished.samples.flatMap((id) => byId.get(id) ?? []);
  if (same.length !== unfinished.samples.length) return null;
  return { seed: unfinished.seed, samples: same, checkpoint: unfinished.checkpoint };
}

function newSeed(): number {
  return crypto.getRandomValues(new Uint16Array(1))[0] ?? 1;
}
