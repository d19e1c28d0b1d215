import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseLayersModel } from '../../src/detector/layers-model.ts';
import { loadModelFiles } from '../../src/detector/model-files.ts';
import { HELP, parseBenchArguments, type BenchArguments } from './arguments.ts';
import { withBrowser } from './with-browser.ts';
import { toOnnx } from './onnx.ts';
import { multiplyAccumulates } from './operations.ts';
import type { BenchRequest } from './page/requests.ts';
import { measureFirstVerdicts } from './first-verdict.ts';
import { comparisonOf, type Pairs } from './ratios.ts';
import { benchPages } from './page-report.ts';
import { tableMarkdown, tableText, writePart } from './report.ts';
import { ensureBuild, root } from '../lib/build.ts';
import { interruption } from '../lib/command-line/interrupt.ts';
import { runProgram } from '../lib/command-line/program.ts';

/** The command line `npm run bench`: ours beside others, in pairs of times that alternate in one run. */

/** A face is looked at twice, and up to four faces are judged together; one picture alone is never judged. */
const BATCHES = [1, 2, 8];

const readModel = async (name: string) =>
  new Response(new Uint8Array(await readFile(path.join(root, 'models', name))));

/** @param onnx the network as onnxruntime-web reads it. */
async function measure(request: BenchRequest, onnx: Uint8Array, signal: AbortSignal): Promise<Pairs[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fakefilter-bench-'));
  try {
    const model = path.join(folder, 'model.onnx');
    await writeFile(model, onnx);
    return await withBrowser(await ensureBuild('bench'), signal, async (browser) => {
      const page = await browser.page('tools/bench/page/index.html');
      await page.setInputFiles('input[type=file]', model);
      return page.evaluate<Pairs[]>(`bench.measure(${JSON.stringify(request)})`);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bench({ pairs, verdicts, json, writeDocs }: BenchArguments): Promise<number> {
  const signal = interruption();
  const files = await loadModelFiles('', readModel);
  const macs = multiplyAccumulates(parseLayersModel(files.topology));
  console.error(`Measuring ${pairs} pairs of each …`);
  const request = { pairs, batches: BATCHES, multiplyAccumulates: macs };
  const parts = await measure(request, toOnnx(files), signal);
  const comparisons = [...parts, ...(verdicts ? await measureFirstVerdicts(signal) : [])].map(comparisonOf);
  const facts = { model: files.calibration.modelVersion, pairs, multiplyAccumulates: macs };
  if (json) for (const comparison of comparisons) console.log(JSON.stringify(comparison));
  else console.log(tableText(comparisons, facts));
  if (writeDocs)
    console.error(`Wrote ${await writePart(root, 'The network', tableMarkdown(comparisons, facts))}`);
  return 0;
}

await runProgram(HELP, 'Nothing was written.', async () => {
  const given = parseBenchArguments(process.argv.slice(2));
  if (given !== 'help') return given.page ? benchPages(given, interruption()) : bench(given);
  console.log(HELP);
  return 0;
});
