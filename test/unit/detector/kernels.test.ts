import v8 from 'node:v8';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { KERNEL_BUILDS, compileKernels } from '../../../build/kernels.ts';
import { Kernels, type Convolution } from '../../../src/detector/kernels/kernels.ts';
import { useWasm } from '../../../tools/verify-models/wasm.ts';
import { expectAgreement } from './agreement.ts';
import { DrawnGraph, type Side3, type Window } from './drawn-graph.ts';

// Node 20 has relaxed SIMD behind a flag; later versions know it without, and do not mind.
v8.setFlagsFromString('--experimental-wasm-relaxed-simd');

beforeAll(useWasm);

const OWN = ['FusedConv2D', 'FusedDepthwiseConv2D'];

const windows = (sizes: readonly number[], strides: readonly number[]): Window[] =>
  sizes.flatMap((size) =>
    strides.flatMap((stride) => (['same', 'valid'] as const).map((padding) => ({ size, stride, padding }))),
  );

describe.each(Object.entries(KERNEL_BUILDS))('%s', (_, features) => {
  let kernels: Kernels;
  beforeAll(async () => {
    const started = await Kernels.start(tf.backend(), [await compileKernels(features)]);
    if (!started) throw new Error('The kernels did not start');
    kernels = started;
  });

  /** Few values and many, rows that a step of the product divides and others. */
  const SIDES: Side3[] = [
    [12, 12, 3],
    [9, 7, 16],
    [9, 14, 5],
    [31, 23, 24],
  ];
  describe.each(SIDES)('maps of %i × %i fields of %i values', (...side) => {
    it.each(windows([1, 2, 3, 5], [1, 2]))(
      'a $size × $size convolution, stride $stride, $padding, of one picture and of three',
      async (window) => {
        const drawn = new DrawnGraph(side);
        const outputs = [
          drawn.conv('face', side[2], 8, window, 'relu6'),
          drawn.conv('face', side[2], 24, window, 'linear'),
        ];
        for (const batch of [1, 3])
          expect(await expectAgreement(drawn, outputs, kernels, batch)).not.toContain('FusedConv2D');
      },
    );
  });

  /** Widths that one step divides, and others; the last one is wide enough for a stride of 3 without margins. */
  const DEEP: Side3[] = [
    [7, 7, 8],
    [14, 14, 24],
    [1, 16, 8],
    [10, 27, 40],
  ];
  describe.each(DEEP)('maps of %i × %i fields of %i channels', (...side) => {
    it.each(windows([1, 3, 4, 5, 7], [1, 2, 3]))(
      'one by depth, $size × $size, stride $stride, $padding, of one picture and of three',
      async (window) => {
        const [height, width, channels] = side;
        if (window.padding === 'valid' && height < window.size) return;
        const drawn = new DrawnGraph(side);
        const outputs = [drawn.depthwise('face', channels, window, 'relu')];
        const fields = window.padding === 'same' ? width : width - window.size + 1;
        for (const batch of [1, 3]) {
          const ran = await expectAgreement(drawn, outputs, kernels, batch);
          expect(ran.includes('FusedDepthwiseConv2D')).toBe(Math.ceil(fields / window.stride) < 7);
        }
      },
    );
  });

  it.each(['linear', 'relu', 'relu6'] as const)('a value that is no number stays none, %s', (activation) => {
    const shape: [number, number, number, number] = [1, 8, 8, 8];
    const layer = {
      input: shape.slice(1),
      bias: undefined,
      strides: [1, 1],
      padding: 'same',
      activation,
    } as const;
    const filter = (last: number) => tf.ones<tf.Rank.R4>([3, 3, 8, last]);
    const maps = tf.fill<tf.Rank.R4>(shape, Number.NaN);
    for (const ready of [
      kernels.convolution({ ...layer, filter: filter(8) }),
      kernels.depthwise({ ...layer, filter: filter(1) }),
    ]) {
      const values = ready?.run(maps).dataSync() ?? [];
      expect(values).toHaveLength(8 * 8 * 8);
      expect([...values].every(Number.isNaN)).toBe(true);
    }
  });

  it('leaves to tfjs what it does not cover', async () => {
    const same: Window = { size: 3, stride: 1, padding: 'same' };
    const odd = new DrawnGraph([8, 8, 8]);
    expect(await expectAgreement(odd, [odd.conv('face', 8, 7, same, 'relu')], kernels)).toContain(OWN[0]);
    const few = new DrawnGraph([2, 2, 8]);
    expect(await expectAgreement(few, [few.conv('face', 8, 8, same, 'relu')], kernels)).toContain(OWN[0]);
    const thin = new DrawnGraph([8, 8, 9]);
    expect(await expectAgreement(thin, [thin.depthwise('face', 9, same, 'relu')], kernels)).toContain(OWN[1]);
  });

  it('asks for nothing but the memory, and offers nothing but the kernels', async () => {
    const module = await WebAssembly.compile(await compileKernels(features));
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
    expect(WebAssembly.Module.exports(module).map(({ name }) => name)).toEqual([
      'depthwise',
      'gather',
      'product',
    ]);
  });
});

describe('a browser', () => {
  const unknown = Uint8Array.of(0, 0x61, 0x73, 0x6d, 9, 9, 9, 9);
  const layer: Omit<Convolution, 'filter'> = {
    input: [4, 4, 8],
    bias: undefined,
    strides: [1, 1],
    padding: 'same',
    activation: 'linear',
  };

  it('that does not know the first build takes the second', async () => {
    const plain = await compileKernels(KERNEL_BUILDS['kernels-simd.wasm']);
    const kernels = await Kernels.start(tf.backend(), [unknown, plain]);
    expect(kernels?.convolution({ ...layer, filter: tf.ones([1, 1, 8, 8]) })).toBeTruthy();
  });

  it('that knows none has tfjs compute everything', async () => {
    expect(await Kernels.start(tf.backend(), [unknown])).toBeNull();
  });

  it('is told where the file holds another program', async () => {
    const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
    await expect(Kernels.start(tf.backend(), [empty])).rejects.toThrow('not those');
  });
});
