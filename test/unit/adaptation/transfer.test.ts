import * as tf from '@tensorflow/tfjs-core';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/adaptation/random.ts';
import { grainOf, withGrain } from '../../../src/adaptation/look/grain.ts';
import { valuesOf, type Values } from '../../../src/adaptation/samples/quantise.ts';
import { parseReplay } from '../../../src/adaptation/samples/replay.ts';
import { codeOf, parseTransfer, shownAs, TransferError } from '../../../src/adaptation/look/transfer.ts';
import { CUT_VALUES } from '../../../src/detector/cut.ts';
import { root } from '../../../tools/lib/build.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { RANGES, drawnCut, drawnTransfer, transferFiles } from './cuts.ts';

beforeAll(useWasm);

const ready = () => Promise.resolve();
const random = new Random(5);
/** In levels of a byte. */
const mean = (faces: readonly Values[]) => {
  const values = valuesOf(faces, RANGES);
  return (values.reduce((sum, value) => sum + value, 0) / values.length / 6) * 255;
};
/** Faces whose values lie higher by so many levels of a byte. */
const site = (levels: number) =>
  Array.from({ length: 40 }, () => drawnCut(random).map((byte) => Math.min(255, Math.max(0, byte + levels))));

describe('the transfer', () => {
  it('shows faces with the look of a site, read from a set of its faces', async () => {
    const faces = Array.from({ length: 5 }, () => drawnCut(random));
    const tensors = tf.memory().numTensors;
    for (const levels of [-40, 0, 30]) {
      const code = await codeOf(drawnTransfer(), site(levels), RANGES, ready);
      const shown = await shownAs(drawnTransfer(), faces, code, RANGES, ready);
      expect(shown).toHaveLength(5);
      expect(mean(shown) - mean(faces)).toBeCloseTo(levels, -0.5);
    }
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('asks the experts near the site’s look', async () => {
    const near = (sign: number) => new Array<number>(CUT_VALUES).fill(sign);
    const own = { shape: [2, CUT_VALUES], values: [...near(0), ...near(1)] };
    const transfer = drawnTransfer(0, { own, reach: { shape: [2], values: [0.5, 0.5] } });
    const face = drawnCut(random);
    const at = async (code: number) =>
      (await shownAs(transfer, [face], Float32Array.of(code), RANGES, ready))[0] ?? new Float32Array();
    const values = valuesOf([face], RANGES);
    expect(Math.max(...(await at(-1)).slice(2).map(Math.abs))).toBeLessThan(1e-3);
    expect((await at(1))[5]).toBeCloseTo(values[5] ?? 0, 2);
    expect((await at(0))[5]).toBeCloseTo((values[5] ?? 0) / 2, 2);
  });

  it('adds grain that no two faces share, the same for the same draw', async () => {
    const transfer = drawnTransfer(0, { grainSpread: { shape: [2, 1], values: [0, 0] } });
    const grain = await grainOf(transfer, Float32Array.of(0), ready);
    const face = Float32Array.from(valuesOf([drawnCut(random)], RANGES));
    const faces = new Array<Float32Array>(300).fill(face);
    const of = async (seed: number) => {
      const grainy = await withGrain(faces, grain, new Random(seed), ready);
      expect(grainy.every((values) => values[9] === face[9])).toBe(true);
      return grainy.map((values) => (values[1] ?? 0) - (face[1] ?? 0));
    };
    const drawn = await of(1);
    expect(new Set(drawn).size).toBeGreaterThan(290);
    expect(Math.sqrt(drawn.reduce((sum, value) => sum + value ** 2, 0) / 300)).toBeCloseTo(1, 0);
    expect(await of(1)).toEqual(drawn);
    expect(await of(2)).not.toEqual(drawn);
  });

  it('goes no further than the looks that it was trained on', async () => {
    const [code = 0] = await codeOf(drawnTransfer(), [new Uint8Array(CUT_VALUES).fill(255)], RANGES, ready);
    expect(code).toBe(2);
  });

  it('lets others go first, and stops where they say so', async () => {
    const stop = () => Promise.reject(new Error('Stopped'));
    const tensors = tf.memory().numTensors;
    await expect(codeOf(drawnTransfer(), site(0), RANGES, stop)).rejects.toThrow('Stopped');
    await expect(shownAs(drawnTransfer(), site(0), Float32Array.of(0), RANGES, stop)).rejects.toThrow(
      'Stopped',
    );
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('has no look for a site without faces', async () => {
    await expect(codeOf(drawnTransfer(), [], RANGES, ready)).rejects.toThrow(RangeError);
  });

  it.each<[string, (files: ReturnType<typeof transferFiles>) => [unknown, Uint8Array]]>([
    ['transfer.json', ({ bytes }) => [{ version: 1 }, bytes]],
    ['bytes', ({ json, bytes }) => [json, bytes.slice(2)]],
    ['no number', ({ json, bytes }) => [json, bytes.map(() => 255)]],
    [
      'no residualRest',
      ({ json, bytes }) => {
        const { weights, ...rest } = json as { weights: { shape: number[] }[] };
        return [{ ...rest, weights: weights.slice(0, -1) }, bytes.slice(0, -2)];
      },
    ],
    [
      'shape',
      () => {
        const { json, bytes } = transferFiles(1, { codeLow: { shape: [2], values: [0, 0] } });
        return [json, bytes];
      },
    ],
    [
      'not above 0',
      () => {
        const { json, bytes } = transferFiles(1, { reach: { shape: [2], values: [1, 0] } });
        return [json, bytes];
      },
    ],
  ])('is turned away if damaged: %s', (what, damage) => {
    const tensors = tf.memory().numTensors;
    const [json, bytes] = damage(transferFiles());
    expect(() => parseTransfer(json, bytes)).toThrow(TransferError);
    expect(() => parseTransfer(json, bytes)).toThrow(what);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('that ships knows the damage that the memory’s held-out faces are under', async () => {
    const read = (name: string) => readFile(path.join(root, 'models', 'replay', name));
    const json: unknown = JSON.parse(String(await read('transfer.json')));
    const transfer = parseTransfer(json, await read('transfer.bin'));
    const { train, held, ranges } = parseReplay(
      JSON.parse(String(await read('replay.json'))),
      await read('replay.bin'),
    );
    const { faces } = JSON.parse(String(await read('replay.json'))) as {
      faces: { held: boolean; stratum: string }[];
    };
    const strata = faces.filter(({ held }) => held).map(({ stratum }) => stratum);
    const clean = train.filter((_, i) => i % 4 === 0).map(({ cut }) => cut);
    const meansOf = (faces: readonly Values[]) => {
      const values = valuesOf(faces, ranges);
      const sums = new Float64Array(CUT_VALUES);
      values.forEach(
        (value, i) => (sums[i % CUT_VALUES] = (sums[i % CUT_VALUES] ?? 0) + value / faces.length),
      );
      // In parts of the range, so that no value counts more than another.
      return sums.map((sum, i) => sum / ((ranges.high[i] ?? 1) - (ranges.low[i] ?? 0)));
    };
    const off = (a: readonly Values[], b: readonly Values[]) => {
      const [from, to] = [meansOf(a), meansOf(b)];
      return Math.sqrt(from.reduce((sum, value, i) => sum + (value - (to[i] ?? 0)) ** 2, 0));
    };
    for (const stratum of ['blur 1.5', 'resize 0.5', 'h264 crf 34']) {
      const under = held.filter((_, i) => strata[i] === stratum).map(({ cut }) => cut);
      const shown = await shownAs(
        transfer,
        clean,
        await codeOf(transfer, under, ranges, ready),
        ranges,
        ready,
      );
      expect(off(shown, under), stratum).toBeLessThan(0.8 * off(clean, under));
    }
  });
});
