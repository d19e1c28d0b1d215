import { rm } from 'node:fs/promises';
import path from 'node:path';
import { rangesOf, type Ranges } from '../../src/adaptation/samples/quantise.ts';
import { root } from '../lib/build.ts';
import { withDriver } from '../measuring/driver.ts';
import { writeFaceSet } from '../lib/faces/face-set.ts';
import { assertFfmpeg } from '../measuring/x264.ts';
import { fromHalves } from '../lib/faces/float16.ts';
import { Cuts, cutIdentity, type Wanted } from '../measuring/cuts.ts';
import { interruption } from '../lib/command-line/interrupt.ts';
import { readManifest } from '../lib/manifest/manifest.ts';
import { TRAINED_ON } from '../lib/manifest/parts.ts';
import { runProgram } from '../lib/command-line/program.ts';
import { selectItems, type Wanted as Part } from '../lib/manifest/selection.ts';
import { taskOf } from '../measuring/task.ts';
import { treatments } from '../lib/manifest/treatment.ts';
import { parseReplayArguments, REPLAY_HELP, type ReplayArguments } from './arguments.ts';
import { chooseForRanges, chooseReplay, REPLAY_SEED, type ReplayChoice } from '../measuring/replay-choice.ts';
import { writeReplay, type MemoryFace } from '../lib/replay-files.ts';
import { quantisationCost } from './quantisation-cost.ts';

/** The command line `npm run replay`: the replay memory, made with the engine that ships. */

/** Share of outliers on both ends of a channel. */
const OUTLIERS = 0.001;

function tell(sentence: string): void {
  console.error(sentence);
}

async function replay(given: ReplayArguments): Promise<number> {
  const signal = interruption();
  assertFfmpeg();
  // The part that calibrates the network, and chooses it: never the one that it was trained on, or that it is tested on.
  const part = { datasets: [TRAINED_ON], parts: 'validation', limit: null } satisfies Part;
  const items = selectItems(await readManifest(given.manifest), part, tell);
  const treatment = (await treatments(items, {}, tell)).get(TRAINED_ON);
  if (!treatment) throw new Error(`The manifest has nothing of ${TRAINED_ON}`);
  const withCut = (choice: ReplayChoice) => {
    const task = taskOf(choice.item, treatment, choice.condition, 1);
    const blends = choice.item.label === 'real';
    const cut: Wanted = { task, options: { mirror: choice.mirrored, blends } };
    return { choice, cut };
  };
  const choices = chooseReplay(items, given.count, REPLAY_SEED);
  const [chosen, heavy] = [choices.map(withCut), chooseForRanges(choices).map(withCut)];

  const cuts = new Cuts({ cache: given.cache, identity: await cutIdentity(root), signal, tell });
  await cuts.make(
    [...chosen, ...heavy].map(({ cut }) => cut),
    'Replay memory',
  );
  const faces: MemoryFace[] = [];
  for (const { choice, cut } of chosen) {
    const stored = await cuts.read(cut);
    // The face, its mirror image where that is wanted, and of a genuine one the base of a self-blend and the blend.
    const pictures = stored?.faces[0]?.pictures ?? [];
    const manipulated = choice.item.label === 'fake';
    const [face, ...pair] = pictures.slice(choice.mirrored ? 1 : 0);
    if (!face || pair.length !== (manipulated ? 0 : 2))
      throw new Error(`${choice.item.path} gave no face; the memory would be short of it`);
    const { held } = choice;
    const stratum = choice.condition.name;
    faces.push({ halves: face, manipulated, held, pair: false, stratum });
    pair.forEach((halves, i) => faces.push({ halves, manipulated: i === 1, held, pair: true, stratum }));
  }

  const damaged = await Promise.all(
    heavy.map(async ({ cut }) => (await cuts.read(cut))?.faces[0]?.pictures[0]),
  );
  const looks = [...faces.map(({ halves }) => halves), ...damaged.filter((halves) => halves !== undefined)];
  const ranges = rangesOf(
    looks.map((halves) => fromHalves(halves)),
    OUTLIERS,
  );
  const held = faces.filter((face) => face.held && !face.pair);
  const { said, modelVersion } = await judged(held, ranges, given.cache, signal);
  const report = quantisationCost(
    held.map(({ manipulated }) => manipulated),
    said,
  );
  await writeReplay(given.models, modelVersion, faces, ranges, report);
  console.log(JSON.stringify({ faces: faces.length, ...report }));
  return 0;
}

/** What the engine says of faces with and without quantising. */
async function judged(faces: readonly MemoryFace[], ranges: Ranges, cache: string, signal: AbortSignal) {
  const file = path.join(cache, 'replay-held.set');
  try {
    await writeFaceSet(
      file,
      faces.map(({ halves }) => [halves]),
    );
    return await withDriver(signal, tell, async (driver) => {
      const said = await driver.quantisedLogits(file, ranges);
      return { said, modelVersion: driver.engine?.model ?? '' };
    });
  } finally {
    await rm(file, { force: true });
  }
}

await runProgram(
  REPLAY_HELP,
  'What was looked at is kept; the same command goes on from there.',
  async () => {
    const given = parseReplayArguments(process.argv.slice(2), root);
    if (given !== 'help') return replay(given);
    console.log(REPLAY_HELP);
    return 0;
  },
);
