import path from 'node:path';
import * as v from 'valibot';
import { finite } from '../../src/contracts/numbers.ts';
import { RoundSchema } from '../../src/contracts/round.ts';
import { ensureBuild } from '../lib/build.ts';
import { cacheKey, ResultLog } from '../measuring/cache.ts';
import { Driver } from '../measuring/driver.ts';
import { closedOnAbort } from '../lib/command-line/interrupt.ts';
import { Progress } from '../lib/command-line/progress.ts';
import { drawSite, SCENARIOS } from './draw.ts';
import type { Run } from './grid.ts';
import type { AdaptationAnswer, AdaptationRequest, SiteFace } from '../page/adaptation/requests.ts';
import type { Fold, Site } from './sites.ts';

/** Runs adaptations in the browser, each remembered as a line of JSON as soon as it is done. */

const ResultSchema = v.object({
  tests: v.array(v.array(finite)),
  round: v.nullable(
    v.object({
      committed: v.boolean(),
      ...v.pick(RoundSchema, ['checks', 'fakeRate', 'resemblance', 'interpolation', 'distance']).entries,
    }),
  ),
  called: v.nullable(v.object({ genuine: finite, manipulated: finite, site: v.array(finite) })),
  seconds: finite,
});

/** What came of a run on one fold of its site. */
export interface FoldResult {
  fold: Fold;
  /** What the site showed. */
  samples: SiteFace[];
  answer: AdaptationAnswer;
}

export interface RunnerOptions {
  cache: string;
  /** Of everything that decides a result, but for faces and requests. */
  identity: string;
  /** Faces that a site shows, at most. */
  count: number;
  signal: AbortSignal;
  tell: (sentence: string) => void;
}

/** Digits kept of a logit. */
const DIGITS = 6;

/**
 * Results of all runs, by run.
 * @throws EngineUnavailable, RequestLost; the signal's reason once it is aborted, with everything up to then on disk.
 */
export async function runAll(
  runs: readonly Run[],
  sites: readonly Site[],
  { cache, identity, count, signal, tell }: RunnerOptions,
): Promise<Map<Run, FoldResult[]>> {
  const log = await ResultLog.open(path.join(cache, `adaptation-${identity}.jsonl`), (json) =>
    v.parse(ResultSchema, json),
  );
  const jobs = runs.flatMap((run) => jobsOf(run, sites, count));
  const missing = jobs.filter(({ key }) => log.get(key) === undefined);
  if (missing.length > 0) {
    tell(`${missing.length} adaptations to run; ${jobs.length - missing.length} are known …`);
    await runJobs(missing, signal, (key, answer) => log.add(key, rounded(answer)));
  }
  const results = new Map<Run, FoldResult[]>(runs.map((run) => [run, []]));
  for (const { run, key, fold, request } of jobs) {
    const answer = log.get(key);
    if (answer) results.get(run)?.push({ fold, samples: request.site.samples, answer });
  }
  return results;
}

/** Training uses one thread, so that this many pages keep as many cores busy. */
const PAGES = 2;

/** Runs jobs in several browsers at once, each the next one that nobody has begun. */
async function runJobs(
  jobs: readonly Job[],
  signal: AbortSignal,
  settle: (key: string, answer: AdaptationAnswer) => void,
): Promise<void> {
  const progress = new Progress(jobs.length);
  const waiting = [...jobs];
  // Made once, before several browsers ask for it.
  await ensureBuild('evaluation');
  const drivers = Array.from(
    { length: Math.min(PAGES, jobs.length) },
    () => new Driver((message) => progress.say(message)),
  );
  const close = (): Promise<unknown> => Promise.all(drivers.map((driver) => driver.close()));
  await closedOnAbort(signal, close, async () => {
    try {
      await Promise.all(
        drivers.map(async (driver) => {
          for (let job = waiting.shift(); job; job = waiting.shift()) {
            signal.throwIfAborted();
            settle(job.key, await driver.adapt(job.files, job.request));
            progress.step();
          }
        }),
      );
    } finally {
      // After an error nothing more is begun.
      waiting.length = 0;
    }
  });
}

interface Job {
  run: Run;
  fold: Fold;
  key: string;
  files: string[];
  request: AdaptationRequest;
}

function jobsOf(run: Run, sites: readonly Site[], count: number): Job[] {
  const site = sites.find(({ shift }) => shift.name === run.shift);
  if (!site) throw new Error(`There is no site ${run.shift}`);
  const { adapt, target, source } = site;
  return site.folds.map((fold) => {
    const pool = fold.adapt.map((face) => ({
      face,
      video: adapt.items[face]?.path ?? '',
      manipulated: adapt.items[face]?.label === 'fake',
    }));
    const samples =
      run.arm.procedure.kind === 'base'
        ? pool.map((face) => ({ ...face, trusted: false }))
        : [...SCENARIOS[run.scenario](drawSite(pool, { count, rate: run.rate, seed: run.seed }))];
    const request: AdaptationRequest = {
      procedure: run.arm.procedure,
      seed: run.seed,
      site: { file: 0, samples },
      tests: [
        { file: 1, faces: fold.test },
        { file: 2, faces: [...source.items.keys()] },
      ],
    };
    const key = cacheKey([adapt.key, target.key, source.key, request]);
    return { run, fold, key, files: [adapt.file, target.file, source.file], request };
  });
}

function rounded(answer: AdaptationAnswer): AdaptationAnswer {
  const short = (logits: number[]) => logits.map((logit) => Number(logit.toPrecision(DIGITS)));
  return {
    ...answer,
    tests: answer.tests.map(short),
    called: answer.called && { ...answer.called, site: short(answer.called.site) },
  };
}
