import path from 'node:path';
import { UNCHECKED_WORDS } from '../../src/verdict/words.ts';
import { root } from '../lib/build.ts';
import { engineIdentity } from '../measuring/cache.ts';
import { NOTHING } from '../lib/manifest/conditions.ts';
import { CROP_HELP, parseCropArguments, type CropArguments } from './arguments.ts';
import { CropStore, assertOutside, type CropEntry } from './store.ts';
import { interruption } from '../lib/command-line/interrupt.ts';
import { readManifest } from '../lib/manifest/manifest.ts';
import type { CropsAnswer } from '../page/requests.ts';
import { runProgram } from '../lib/command-line/program.ts';
import { Progress } from '../lib/command-line/progress.ts';
import { runTasks } from '../measuring/run-tasks.ts';
import { selectItems } from '../lib/manifest/selection.ts';
import { taskKey, taskOf, type Task } from '../measuring/task.ts';
import { treatments } from '../lib/manifest/treatment.ts';

/** The command line `npm run crops`: faces cut out of videos and pictures as the extension cuts them. */

function tell(sentence: string): void {
  console.error(sentence);
}

async function crops(given: CropArguments): Promise<number> {
  const signal = interruption();
  await assertOutside(given.out, root);
  const items = selectItems(await readManifest(given.manifest), given, tell);
  const treated = await treatments(items, given.squeezed, tell);
  const tasks = items.flatMap((item) => {
    const treatment = treated.get(item.dataset);
    return treatment ? [taskOf(item, treatment, NOTHING, given.frames)] : [];
  });

  const store = await CropStore.open(given.out);
  const engine = await engineIdentity(root);
  const entries = new Map<Task, CropEntry>();
  const keys = new Map<Task, string>();
  for (const task of tasks) {
    const key = await taskKey(task, engine, { size: given.size });
    if (key === null) tell(`${task.item.path}: there is no such file`);
    else {
      keys.set(task, key);
      const known = store.get(key);
      if (known) entries.set(task, known);
    }
  }
  const missing = tasks.filter((task) => keys.has(task) && !entries.has(task));
  const writeManifest = (): Promise<void> =>
    store.writeManifest(
      tasks.flatMap((task) => {
        const entry = entries.get(task);
        return entry ? [{ item: task.item, entry }] : [];
      }),
    );
  try {
    if (missing.length > 0) await cutAll(missing);
  } finally {
    await writeManifest();
  }

  async function cutAll(waiting: readonly Task[]): Promise<void> {
    tell(`Cutting the faces of ${waiting.length} items; ${entries.size} of ${tasks.length} are done …`);
    const progress = new Progress(waiting.length);
    await runTasks<CropsAnswer>(
      waiting,
      { folder: path.join(given.out, '.made'), signal, progress },
      {
        ask: (driver, files, requests) => driver.crop(files, requests, given.size),
        refusal: ({ reason }) => reason,
      },
      async (task, outcome) => {
        if ('trouble' in outcome) {
          progress.say(`${task.item.path}: ${outcome.trouble}`);
          return;
        }
        const { crops: cut, reason } = outcome.answer;
        if (outcome.convertedBy)
          progress.say(`${task.item.path}: converted by ${outcome.convertedBy}, without loss`);
        if (reason !== null) progress.say(`${task.item.path}: ${UNCHECKED_WORDS[reason]}`);
        entries.set(task, await store.add(keys.get(task) ?? '', task.item, cut, reason));
      },
    );
  }

  const done = [...entries.values()];
  const pictures = done.reduce((sum, { rows }) => sum + rows.length, 0);
  const without = tasks.length - done.filter(({ rows }) => rows.length > 0).length;
  console.log(`${pictures} crops of ${tasks.length} items in ${given.out}; ${without} items without one`);
  return pictures > 0 ? 0 : 2;
}

await runProgram(CROP_HELP, 'What was cut is kept; the same command goes on from there.', async () => {
  const given = parseCropArguments(process.argv.slice(2));
  if (given !== 'help') return crops(given);
  console.log(CROP_HELP);
  return 0;
});
