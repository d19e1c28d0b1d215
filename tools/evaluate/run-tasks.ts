import { EngineUnavailable, Lost, withDriver, type Driver } from './driver.ts';
import type { ItemRequest } from './page/requests.ts';
import type { Progress } from './progress.ts';
import { joined, prepare, unitsOf, type Prepared, type Task, type Workshop } from './task.ts';

/** What came of one task: an answer of the page, or why there is none. */
export type Outcome<A> = { answer: A } | { trouble: string };

/**
 * Runs tasks through the evaluation page. A task that ends the browser costs itself alone: what was asked together with
 * it is asked again, each by itself.
 * @param ask has the page answer for several items at once.
 * @param settle is told of each task as it ends.
 * @throws EngineUnavailable if the engine does not start, and the signal's reason once it is aborted.
 */
export async function runTasks<A>(
  tasks: readonly Task[],
  { folder, signal, progress }: { folder: string; signal: AbortSignal; progress: Progress },
  ask: (driver: Driver, files: readonly string[], items: readonly ItemRequest[]) => Promise<A[]>,
  settle: (task: Task, outcome: Outcome<A>, driver: Driver) => Promise<void>,
): Promise<void> {
  const say = (message: string): void => progress.say(message);
  await withDriver(signal, say, async (driver) => {
    const workshop: Workshop = { folder, driver, signal };

    /** A video is encoded while the one before it is encoded or judged: an encoder takes one core. @returns null for pictures. */
    function prepareAhead([task]: readonly Task[] = []): Promise<Prepared> | null {
      if (!task?.files.some(({ medium }) => medium === 'video')) return null;
      const prepared = prepare(task, workshop);
      // What went wrong is told when its turn comes.
      prepared.catch(() => undefined);
      return prepared;
    }

    async function one(unit: readonly Task[], ahead: Promise<Prepared> | null = null): Promise<void> {
      let answers: A[];
      try {
        const prepared = [];
        for (const task of unit) prepared.push(await (ahead ?? prepare(task, workshop)));
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
        const trouble = error instanceof Lost ? `the browser was lost twice over it: ${words}` : words;
        if (task) await settle(task, { trouble }, driver);
        progress.step();
        return;
      }
      for (const [index, task] of unit.entries()) {
        const answer = answers[index];
        await settle(task, answer ? { answer } : { trouble: 'the page gave no answer for it' }, driver);
        progress.step();
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
