import { passes } from '../../adaptation/guard.ts';
import { runRound, type RoundResult } from '../../adaptation/round.ts';
import type { AdaptationStore } from '../../adaptation/store.ts';
import { DEFAULT_TRAINING, type Checkpoint } from '../../adaptation/training.ts';
import type { Round, Sample } from '../../adaptation/types.ts';
import type { Memory } from './memory.ts';

/** One round of a site, from what stands in the store to what is written back. */

export interface SiteRound {
  origin: string;
  store: AdaptationStore;
  memory: Memory;
  /** The logit from which on a single face is called manipulated. */
  threshold: number;
  signal: AbortSignal;
  breathe: () => Promise<void>;
  onProgress: (done: number) => void;
}

const FELL_BACK =
  'What was learned here no longer passed its tests on newly gathered faces, so the original judges again.';

/** Runs a round, or goes on with one that was interrupted, and writes down how it ended. Errors are part of that, not thrown. */
export async function runSiteRound(round: SiteRound): Promise<Round['outcome']> {
  const { origin, store, signal } = round;
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  try {
    const result = await adapt(round);
    signal.throwIfAborted();
    // By the browser, or by hand: what was learned from deleted faces must not outlive them.
    if ((await store.takenAt(origin, round.memory.basis)).length === 0)
      throw new Error('What it learned from was deleted meanwhile');
    const committed = result.weights !== null;
    const version = result.weights
      ? await store.commit(origin, {
          createdAt: Date.now(),
          basis: round.memory.basis,
          weights: result.weights,
        })
      : null;
    if (!committed && result.currentChecks.length > 0 && !passes(result.currentChecks)) {
      await store.use(origin, 0);
      await store.tell(origin, FELL_BACK);
    }
    await store.dropCheckpoint(origin);
    const outcome = committed ? 'committed' : 'refused';
    await store.addRound(origin, {
      ...result.told,
      at: Date.now(),
      outcome,
      checks: result.checks,
      detail: '',
      version,
      seconds: seconds(),
    });
    return outcome;
  } catch (error) {
    const stopped = signal.aborted;
    if (!stopped) console.error('FakeFilter: a round of learning failed', error);
    const outcome = stopped ? 'stopped' : 'failed';
    await store.addRound(origin, {
      at: Date.now(),
      outcome,
      checks: [],
      detail: wordsOf(stopped ? signal.reason : error),
      version: null,
      steps: 0,
      seconds: seconds(),
      fakeRate: null,
      distance: null,
      figure: null,
    });
    // What failed once may fail for ever: the next round begins anew.
    await store.dropCheckpoint(origin);
    return outcome;
  }
}

async function adapt(round: SiteRound): Promise<RoundResult> {
  const { origin, store, memory, threshold } = round;
  const { basis } = memory;
  const samples = await store.samples(origin, basis);
  const resumed = await resumable(round, samples);
  const chosen = resumed?.samples ?? samples;
  const seed = resumed?.seed ?? newSeed();
  const current = await store.active(origin, basis);
  const ids = chosen.map(({ id }) => id);
  return runRound(
    {
      replay: memory.replay,
      samples: chosen,
      original: memory.original,
      current: current?.weights ?? null,
      threshold,
      options: { ...DEFAULT_TRAINING, seed },
    },
    {
      signal: round.signal,
      breathe: round.breathe,
      onProgress: round.onProgress,
      onCheckpoint: (checkpoint) => store.keepCheckpoint(origin, { basis, seed, samples: ids, checkpoint }),
    },
    resumed?.checkpoint,
  );
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

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}
