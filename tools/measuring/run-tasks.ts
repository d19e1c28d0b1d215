import type { UncheckedReason } from '../../src/verdict/types.ts';
import { converter, mayConvert } from '../lib/ffmpeg.ts';
import { EngineUnavailable, RequestLost, withDriver, type Driver } from './driver.ts';
import type { ItemRequest } from '../page/requests.ts';
import type { Progress } from '../lib/command-line/progress.ts';
import {
  converted,
  isVideoAsIs,
  joined,
  prepare,
  unitsOf,
  type Prepared,
  type Task,
  type TaskContext,
} from './task.ts';

/** What came of one task: an answer of the page, and what converted its files before if so, or why there is none. */
export type Outcome<A> = { answer: A; convertedBy?: string } | { trouble: string };

/** How the page is asked for answers of a kind. */
export interface Question<A> {
  /** Has the page answer for several items at once. */
  ask: (driver: Driver, files: readonly string[], items: readonly ItemRequest[]) => Promise<A[]>;
  /** Why the files of an answer could not be read; null if they could. */
  refusal: (answer: A) => UncheckedReason | null;
}

/**
 * Runs tasks through the evaluation page. A task that ends the browser costs itself alone: what was asked together with
 * it is asked again, each by itself.
 * @param settle is told of each task as it ends.
 * @throws EngineUnavailable if the engine does not start, and the signal's reason once it is aborted.
 */
export async function runTasks<A>(
  tasks: readonly Task[],
  { folder, signal, progress }: { folder: string; signal: AbortSignal; progress: Progress },
  { ask, refusal }: Question<A>,
  settle: (task: Task, outcome: Outcome<A>, driver: Driver) => Promise<void>,
): Promise<void> {
  const say = (message: string): void => progress.say(message);
  await withDriver(signal, say, async (driver) => {
    const context: TaskContext = { folder, driver, signal };

    /** A video is encoded while the one before it is encoded or judged: an encoder takes one core. @returns null for pictures. */
    function prepareAhead([task]: readonly Task[] = []): Promise<Prepared> | null {
      if (!task?.files.some(({ medium }) => medium === 'video')) return null;
      const prepared = prepare(task, context);
      // What went wrong is told when its turn comes.
      prepared.catch(() => undefined);
      return prepared;
    }

    async function one(unit: readonly Task[], ahead: Promise<Prepared> | null = null): Promise<void> {
      let answers: A[];
      try {
        const prepared = [];
        for (const task of unit) prepared.push(await (ahead ?? prepare(task, context)));
        const { files, items } = joined(prepared);
        answers = await ask(driver, files, items);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof EngineUnavailable) throw error;
        if (unit.length > 1) {
          for (const task of unit) await one([task]);
          return;
        }
        const [task] = unit;
        const words = error instanceof Error ? error.message : String(error);
        const trouble = error instanceof RequestLost ? `the browser was lost twice over it: ${words}` : words;
        if (task) await settle(task, { trouble }, driver);
        progress.step();
        return;
      }
      for (const [index, task] of unit.entries()) {
        const answer = answers[index];
        const outcome = answer
          ? await readAfterAll(task, answer)
          : { trouble: 'the page gave no answer for it' };
        await settle(task, outcome, driver);
        progress.step();
      }
    }

    /** Videos that the browser refuses are converted, where there is a converter, and asked about again. */
    async function readAfterAll(task: Task, answer: A): Promise<Outcome<A>> {
      const convertedBy = converter();
      if (convertedBy === null || !mayConvert(refusal(answer)) || !isVideoAsIs(task)) return { answer };
      try {
        const files = await Promise.all(task.files.map(({ file }) => converted(file, context)));
        const { item } = await prepare(task, context);
        const [again] = await ask(driver, files, [item]);
        return again && !mayConvert(refusal(again)) ? { answer: again, convertedBy } : { answer };
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof EngineUnavailable) throw error;
        // What the browser said of the file stands.
        return { answer };
      }
    }

    const units = unitsOf(tasks);
    let ahead: Promise<Prepared> | null = null;
    for (const [index, unit] of units.entries()) {
      signal.throwIfAborted();
      const prepared = ahead;
      ahead = prepareAhead(units[index + 1]);
      await one(unit, prepared);
    }
  });
}
