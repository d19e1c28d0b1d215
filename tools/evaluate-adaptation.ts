import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseCalibration } from '../src/detector/calibration.ts';
import { root } from './build.ts';
import {
  ADAPTATION_HELP,
  parseAdaptationArguments,
  type AdaptationArguments,
} from './evaluate-adaptation/arguments.ts';
import { writeTables } from './evaluate-adaptation/docs.ts';
import { grid } from './evaluate-adaptation/grid.ts';
import { outcomesOf, type Outcome } from './evaluate-adaptation/outcome.ts';
import { runAll } from './evaluate-adaptation/runner.ts';
import { isDamage } from './evaluate-adaptation/shifts.ts';
import { buildSites } from './evaluate-adaptation/sites.ts';
import { measureSpeed, speedTable } from './evaluate-adaptation/speed.ts';
import { summaryOf } from './evaluate-adaptation/summary.ts';
import { textOf, type Table } from './evaluate-adaptation/table.ts';
import { guardTable, methodTable, rateTable } from './evaluate-adaptation/tables.ts';
import { ablationTable, poisonTable } from './evaluate-adaptation/trial-tables.ts';
import { cacheKey, engineIdentity } from './evaluate/cache.ts';
import { Cuts, cutIdentity } from './evaluate/cuts.ts';
import { assertFfmpeg } from './evaluate/ffmpeg.ts';
import { interruption } from './evaluate/interrupt.ts';
import { readManifest } from './evaluate/manifest.ts';
import { runProgram } from './evaluate/program.ts';

/** The command line `npm run evaluate:adaptation`: what adapting to a site is worth, with the code that ships. */

/** What decides the result of an adaptation, once the faces are cut. */
const TRAINING_SOURCES = [
  'src/adaptation',
  'src/detector/calibration.ts',
  'src/detector/cut.ts',
  'src/offscreen/learning/memory.ts',
  'tools/evaluate-adaptation/page',
  'models/checksums.json',
  'package-lock.json',
];

function tell(sentence: string): void {
  // stdout carries results alone.
  console.error(sentence);
}

async function evaluate(given: AdaptationArguments): Promise<number> {
  const signal = interruption();
  const { cache, mode, shifts } = given;
  if (shifts.some(({ condition }) => condition.damage?.family === 'h264')) assertFfmpeg();
  const identity = await cutIdentity(root);
  const cuts = new Cuts({ cache, identity, signal, tell });
  const sites = await buildSites(await readManifest(given.manifest), shifts, {
    cuts,
    folder: path.join(cache, `sets-${identity}`),
    sizes: given.sizes,
    part: mode === 'ablation' ? 'validation' : 'test',
    tell,
  });
  const runs = grid({
    ...given,
    shifts: sites.map(({ shift, rated }) => ({ name: shift.name, rated })),
  });
  const results = await runAll(runs, sites, {
    cache,
    identity: cacheKey([identity, await engineIdentity(root, TRAINING_SOURCES)]),
    count: given.count,
    signal,
    tell,
  });
  const outcomes = outcomesOf(results, sites);
  const tables = await tablesOf(outcomes, given);
  console.log(tables.map(textOf).join('\n\n'));
  if (given.writeDocs) {
    const command = `npm run evaluate:adaptation -- --manifest …${mode === 'methods' ? '' : ` --${mode}`} --write-docs`;
    await writeTables(root, mode, wordsOf(command, given), tables);
  }
  if (given.json) {
    const damages = new Set(shifts.filter(isDamage).map(({ name }) => name));
    console.log(JSON.stringify(summaryOf(outcomes, (shift) => damages.has(shift))));
  }
  return outcomes.length === runs.length ? 0 : 2;
}

async function tablesOf(outcomes: readonly Outcome[], { mode }: AdaptationArguments): Promise<Table[]> {
  const file = path.join(root, 'models/detector/calibration.json');
  const calibration = parseCalibration(JSON.parse(await readFile(file, 'utf8')));
  switch (mode) {
    case 'quick':
    case 'methods':
      return [methodTable(outcomes, calibration), rateTable(outcomes), guardTable(outcomes)].filter(
        ({ rows }) => rows.length > 0,
      );
    case 'ablation':
      return [ablationTable(outcomes)];
    case 'poison':
      return [poisonTable(outcomes, calibration)];
  }
}

function wordsOf(command: string, { seeds, count, sizes, mode }: AdaptationArguments): string {
  const part = mode === 'ablation' ? 'validation part, without the groups of the replay memory' : 'test part';
  return (
    `Printed by \`${command}\`: the code that ships, in headless Chromium on WebAssembly. Damaged DFDC faces are of the ${part}; ` +
    `half of its groups may be adapted on, up to ${count} faces a site without labels, and up to ${2 * sizes.test} faces of the other half are tested, each a video of its own. ` +
    `Other sets leave one group out at a time, or half of their people; their videos are judged by the mean of their frames. "Source" is the other half as it is. ` +
    `Gains are of the AUC, after less before, of a part of what was trained where only that passed the guard, means over ${seeds} seeds where a method was given as many, with 95 % intervals from drawing groups 2,000 times.`
  );
}

await runProgram(
  ADAPTATION_HELP,
  'What was measured is kept; the same command goes on from there.',
  async () => {
    const given = parseAdaptationArguments(process.argv.slice(2));
    switch (given.mode) {
      case 'help':
        console.log(ADAPTATION_HELP);
        return 0;
      case 'speed': {
        const summary = await measureSpeed(interruption(), tell);
        console.log(textOf(speedTable(summary)));
        if (given.json) console.log(JSON.stringify(summary));
        return 0;
      }
      default:
        return evaluate(given);
    }
  },
);
