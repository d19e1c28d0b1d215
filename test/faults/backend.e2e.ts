import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isFinal, isJudged, waitForBadge } from '../support/badge.ts';
import { changedBuild } from '../support/changed-build.ts';
import { engineOf, isUnderWay, verdictOn } from '../support/contexts.ts';
import { Stage } from '../support/stage.ts';

/** A backend that computes wrongly: from the start, or from some moment on. */

/**
 * Comes before the engine's script. Kernels of the WebAssembly backend have the id of their output as the last argument, and every output
 * was told before with its id, length and place. Our own get addresses; of their product the second and sixth argument tell the length.
 */
const FAULT = `{
  const real = WebAssembly.instantiate;
  const SMALL = 2e6;
  globalThis.fault = INITIAL;
  // Where a file is compiled as it comes, it would pass by what follows.
  WebAssembly.instantiateStreaming = async (response, imports) => WebAssembly.instantiate(await (await response).arrayBuffer(), imports);
  WebAssembly.instantiate = async (source, imports) => {
    const made = await real(source, imports);
    if (!(source.byteLength < SMALL)) return made;
    const exported = made.instance.exports;
    const memory = Object.values(exported).find((one) => one instanceof WebAssembly.Memory) ?? imports?.env?.memory;
    const places = new Map();
    const wrapped = Object.fromEntries(Object.entries(exported).map(([name, kernel]) => [name, typeof kernel !== 'function' ? kernel : (...given) => {
      const answer = kernel(...given);
      if (given.length === 3) places.set(given[0], given);
      const own = name === 'product' && [0, given[1] * given[5], given.at(-1)];
      const output = own || (globalThis.fault !== 'kernels' && given.length >= 8 && places.get(given.at(-1)));
      if (output && globalThis.fault !== 'none') {
        globalThis.hits = (globalThis.hits ?? 0) + 1;
        // Once, for longer than the judging of one frame may take.
        if (globalThis.fault === 'late') for (globalThis.until ??= performance.now() + 130_000; performance.now() < globalThis.until;);
        else new Float32Array(memory.buffer, output[2], output[1]).fill(globalThis.fault === 'NaN' ? NaN : 0);
      }
      return answer;
    }]));
    return { module: made.module, instance: { exports: wrapped } };
  };
}`;

async function stageWith(initial: 'none' | 'zeros' | 'NaN' | 'kernels') {
  const { dist, remove } = await changedBuild(async (folder) => {
    const html = path.join(folder, 'src/offscreen/index.html');
    await writeFile(path.join(folder, 'fault.js'), FAULT.replace('INITIAL', JSON.stringify(initial)));
    await writeFile(
      html,
      (await readFile(html, 'utf8')).replace('<script ', '<script src="/fault.js"></script><script '),
    );
  });
  const stage = new Stage({ dist });
  await stage.up();
  await stage.setSite(true);
  return {
    stage,
    end: async () => {
      await stage.down();
      await remove();
    },
  };
}

const SELF_TEST = 'Could not check (the detector failed its self-test on this machine)';

test.for([
  ['a backend answers zeros', 'zeros'],
  ['a backend answers NaN', 'NaN'],
  ['our own convolutions answer zeros', 'kernels'],
] as const)('%s from the start: it is not used, and nothing is judged', async ([, fault]) => {
  const { stage, end } = await stageWith(fault);
  try {
    const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
    const badge = await waitForBadge(page, 'the refusal', isFinal, 100_000);
    expect(Number(await (await engineOf(stage)).evaluate('globalThis.hits'))).toBeGreaterThan(0);
    expect(badge.headline).toBe(SELF_TEST);
  } finally {
    await end();
  }
});

let sound: Awaited<ReturnType<typeof stageWith>>;
beforeAll(async () => {
  sound = await stageWith('none');
});
afterAll(() => sound.end());

test.for([
  ['NaN', 'nothing is judged by it any more'],
  ['late', 'the check ends with a reason'],
] as const)(
  'a backend answers %s from the middle of a check on: %s',
  { timeout: 420_000 },
  async ([fault]) => {
    const { stage } = sound;
    const page = await stage.open('video.html', { src: '/clips/one-face.webm' });
    await waitForBadge(page, 'the check to be under way', isUnderWay, 90_000);
    const engine = await engineOf(stage);
    await engine.evaluate(`globalThis.fault = '${fault}'`);
    const badge = await waitForBadge(page, 'the end of the check', isFinal, 300_000);
    // What was seen before may be told as what it is; nobody is cleared or accused.
    expect(badge.words).toMatch(/^(Could not check|Unclear)/);
    // A new engine is sound again.
    engine.evaluate('window.close()').catch(() => undefined);
    await page.waitForTimeout(2000);
    const again = await stage.open('video.html', { src: '/clips/one-face-right.webm' });
    await waitForBadge(again, 'the verdict of the new engine', isJudged, 120_000);
    await verdictOn(stage, again);
  },
);
