import { root } from '../lib/build.ts';
import { HELP, parseArguments, type Arguments } from './arguments.ts';
import { engineIdentity } from '../measuring/cache.ts';
import { assertFfmpeg } from '../measuring/x264.ts';
import { interruption } from '../lib/command-line/interrupt.ts';
import { readManifest } from '../lib/manifest/manifest.ts';
import { measure } from './measure.ts';
import { runProgram } from '../lib/command-line/program.ts';
import { jsonLines, summarise, textTable, writeDocs } from './report/index.ts';
import { writeScores } from './scores.ts';
import { selectItems } from '../lib/manifest/selection.ts';
import { taskOf } from '../measuring/task.ts';
import { treatments } from '../lib/manifest/treatment.ts';

/** The command line `npm run evaluate`: how good the detector is, measured on the engine as it ships. */

function tell(sentence: string): void {
  // stdout carries results alone.
  console.error(sentence);
}

async function evaluate(given: Arguments): Promise<number> {
  const signal = interruption();
  const items = selectItems(await readManifest(given.manifest), given, tell);
  const treated = await treatments(items, given.squeezed, tell);
  if (given.conditions.some(({ damage }) => damage?.family === 'h264')) assertFfmpeg();
  // Condition after condition, so that an interrupted run has whole ones.
  const tasks = given.conditions.flatMap((condition) =>
    items.flatMap((item) => {
      const treatment = treated.get(item.dataset);
      return treatment ? [taskOf(item, treatment, condition, given.frames)] : [];
    }),
  );
  const scores = await measure(tasks, {
    cache: given.cache,
    engine: await engineIdentity(root),
    features: given.features,
    signal,
    tell,
  });
  if (given.scores !== null) await writeScores(given.scores, scores);

  const summaries = summarise(scores);
  console.log(given.json ? jsonLines(summaries).join('\n') : textTable(summaries));
  const command = `npm run evaluate -- ${process.argv.slice(2).join(' ')}`;
  if (given.writeDocs) await writeDocs(summaries, scores, root, { command });
  return scores.some(({ outcome }) => outcome === 'judged') ? 0 : 2;
}

await runProgram(HELP, 'What was measured is kept; the same command goes on from there.', async () => {
  const given = parseArguments(process.argv.slice(2));
  if (given !== 'help') return evaluate(given);
  console.log(HELP);
  return 0;
});
