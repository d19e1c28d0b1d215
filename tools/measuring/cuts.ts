import path from 'node:path';
import { UNCHECKED_WORDS } from '../../src/verdict/words.ts';
import { ensureBuild } from '../lib/build.ts';
import { engineIdentity } from './cache.ts';
import { CutStore, type StoredCuts } from './cut-store.ts';
import type { CutOptions, CutsAnswer } from '../page/requests.ts';
import { Progress } from '../lib/command-line/progress.ts';
import { runTasks } from './run-tasks.ts';
import { taskKey, type Task } from './task.ts';

/** What decides the values at the cut; the training above it does not. */
const CUT_SOURCES = [
  'src/adaptation/random.ts',
  'src/pages/check-files',
  'src/detector',
  'src/frames',
  'src/offscreen/blaze-face.ts',
  'src/offscreen/face-choice.ts',
  'src/offscreen/face-finder.ts',
  'src/offscreen/faces.ts',
  'tools/page/cuts.ts',
  'tools/page/damage.ts',
  'tools/page/frames.ts',
  'tools/page/self-blend',
  'models/detector',
  'package-lock.json',
];

/** @param root of the repository. */
export function cutIdentity(root: string): Promise<string> {
  return engineIdentity(root, CUT_SOURCES);
}

export interface CuttingOptions {
  cache: string;
  /** See {@link cutIdentity}. */
  identity: string;
  signal: AbortSignal;
  tell: (sentence: string) => void;
}

/** Tasks with the pictures that are wanted of each. */
export interface Wanted {
  task: Task;
  options: CutOptions;
}

/** Values at the cut of items, from an earlier run or from the engine in a browser. One item is in memory at a time. */
export class Cuts {
  readonly #given: CuttingOptions;
  readonly #store: CutStore;

  constructor(given: CuttingOptions) {
    this.#given = given;
    this.#store = new CutStore(path.join(given.cache, `cuts-${given.identity}`));
  }

  /** Of an item after {@link make}; null if it could not be looked at. */
  async read(wanted: Wanted): Promise<StoredCuts | null> {
    const key = await this.key(wanted);
    return key === null ? null : this.#store.get(key);
  }

  /**
   * Makes what is missing; what cannot be made is told.
   * @throws EngineUnavailable; the signal's reason once it is aborted, with everything up to then on disk.
   */
  async make(wanted: readonly Wanted[], what: string): Promise<void> {
    const { tell } = this.#given;
    const missing = new Map<Task, { key: string; options: CutOptions }>();
    for (const one of wanted) {
      const { task, options } = one;
      const key = await this.key(one);
      if (key === null) tell(`${task.item.path}: there is no such file`);
      else if ((await this.#store.get(key)) === null) missing.set(task, { key, options });
    }
    if (missing.size === 0) return;
    tell(`${what}: ${missing.size} items to look at; ${wanted.length - missing.size} are known …`);
    const progress = new Progress(missing.size);
    for (const options of ALL_OPTIONS) {
      const tasks = [...missing].flatMap(([task, one]) => (isSame(one.options, options) ? [task] : []));
      await this.#run(tasks, options, missing, progress);
    }
  }

  async #run(
    tasks: readonly Task[],
    options: CutOptions,
    keys: ReadonlyMap<Task, { key: string }>,
    progress: Progress,
  ): Promise<void> {
    if (tasks.length === 0) return;
    const { cache, signal } = this.#given;
    // Made once, before several browsers ask for it.
    await ensureBuild('evaluation');
    const share = Math.ceil(tasks.length / BROWSERS);
    const shares = Array.from({ length: BROWSERS }, (_, i) => tasks.slice(i * share, (i + 1) * share));
    const ended = await Promise.allSettled(
      shares.map((own) =>
        runTasks<CutsAnswer>(
          own,
          { folder: path.join(cache, 'recoded'), signal, progress },
          {
            ask: (driver, files, items) => driver.cuts(files, items, options),
            refusal: ({ reason }) => reason,
          },
          async (task, outcome) => {
            if ('trouble' in outcome) {
              progress.say(`${task.item.path}: ${outcome.trouble}`);
              return;
            }
            const { reason } = outcome.answer;
            if (reason !== null) progress.say(`${task.item.path}: ${UNCHECKED_WORDS[reason]}`);
            await this.#store.add(keys.get(task)?.key ?? '', outcome.answer);
          },
        ),
      ),
    );
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Names the values; null if a file is missing. */
  key({ task, options }: Wanted): Promise<string | null> {
    return taskKey(task, this.#given.identity, options);
  }
}

/** While one decodes or waits for ffmpeg, another computes. */
const BROWSERS = 2;

const ALL_OPTIONS: readonly CutOptions[] = [
  { mirror: false, blends: false },
  { mirror: true, blends: false },
  { mirror: false, blends: true },
  { mirror: true, blends: true },
];

function isSame(one: CutOptions, other: CutOptions): boolean {
  return one.mirror === other.mirror && one.blends === other.blends;
}
