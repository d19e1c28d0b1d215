import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseCalibration, type Calibration } from '../../src/detector/calibration.ts';
import { root } from '../lib/build.ts';
import { ADAPTATION_HELP, parseAdaptationArguments, type AdaptationArguments } from './arguments.ts';
import { writeTables } from './docs.ts';
import { grid } from './grid.ts';
import { levelAttackTable } from './level-attacks.ts';
import { outcomesOf, type Outcome } from './outcome.ts';
import { runAll } from './runner.ts';
import { foundShifts } from './shifts.ts';
import { buildSites } from './sites.ts';
import { measureSpeed, speedTable } from './speed.ts';
import { summaryOf } from './summary.ts';
import { textOf, type Table } from '../lib/report/table.ts';
import { guardTable, methodTable, rateTable } from './tables.ts';
import { verdictTable } from './verdict-table.ts';
import { armOutcomes } from './verdicts.ts';
import { ablationTable, poisonTable } from './trial-tables.ts';
import { cacheKey, engineIdentity } from '../measuring/cache.ts';
import { Cuts, cutIdentity } from '../measuring/cuts.ts';
import { assertFfmpeg } from '../measuring/x264.ts';
import { interruption } from '../lib/command-line/interrupt.ts';
import { readManifest } from '../lib/manifest/manifest.ts';
import { runProgram } from '../lib/command-line/program.ts';

/** The command line `npm run evaluate:adaptation`: what adapting to a site is worth, with the code that ships. */

/** What decides the result of an adaptation, once the faces are cut. */
const TRAINING_SOURCES = [
  'src/adaptation',
  'src/detector/calibration.ts',
  'src/detector/cut.ts',
  'src/offscreen/adaptation/memory.ts',
  'tools/page/adaptation',
  'models/checksums.json',
  'package-lock.json',
];

function tell(sentence: string): void {
  // stdout carries results alone.
  console.error(sentence);
}

async function evaluate(given: AdaptationArguments): Promise<number> {
  const signal = interruption();
  const { cache, mode } = given;
  const rows = await readManifest(given.manifest);
  const shifts = given.shiftsNamed ? given.shifts : foundShifts(given.shifts, rows);
  if (shifts.some(({ condition }) => condition.damage?.family === 'h264')) assertFfmpeg();
  const identity = await cutIdentity(root);
  const cuts = new Cuts({ cache, identity, signal, tell });
  const sites = await buildSites(rows, shifts, {
    cuts,
    folder: path.join(cache, `sets-${identity}`),
    sizes: given.sizes,
    part: mode === 'ablation' ? 'validation' : 'test',
    tell,
  });
  const runs = grid({
    ...given,
    shifts: sites.map(({ shift }) => shift),
  });
  const results = await runAll(runs, sites, {
    cache,
    identity: cacheKey([identity, await engineIdentity(root, TRAINING_SOURCES)]),
    count: given.count,
    signal,
    tell,
  });
  const outcomes = outcomesOf(results, sites);
  const calibration = await readCalibration();
  const tables = tablesOf(outcomes, given, calibration);
  const told = armOutcomes(results, sites, given, calibration);
  if (mode === 'methods' || mode === 'quick' || mode === 'level') tables.unshift(verdictTable(told));
  if (mode === 'level') tables.push(levelAttackTable(results, sites, given, calibration));
  console.log(tables.map(textOf).join('\n\n'));
  if (given.writeDocs) {
    const command = `npm run evaluate:adaptation -- --manifest …${mode === 'methods' ? '' : ` --${mode}`} --write-docs`;
    await writeTables(root, mode, wordsOf(command, given), tables);
  }
  if (given.json) console.log(JSON.stringify(summaryOf(told)));
  return outcomes.length === runs.length ? 0 : 2;
}

async function readCalibration(): Promise<Calibration> {
  const file = path.join(root, 'models/detector/calibration.json');
  return parseCalibration(JSON.parse(await readFile(file, 'utf8')));
}

function tablesOf(
  outcomes: readonly Outcome[],
  { mode }: AdaptationArguments,
  calibration: Calibration,
): Table[] {
  switch (mode) {
    case 'quick':
    case 'methods':
      return [methodTable(outcomes, calibration), rateTable(outcomes), guardTable(outcomes)].filter(
        ({ rows }) => rows.length > 0,
      );
    case 'level':
      return [];
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
