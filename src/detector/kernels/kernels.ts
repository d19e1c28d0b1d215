import { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { startKernels, type KernelExports } from './exports.ts';

/** A convolution with its bias and activation. */
export interface Convolution {
  /** `[height, width, channels]` of the maps that come in. */
  input: readonly number[];
  /** `[size, size, channels, columns]`; by depth, `[size, size, channels, 1]`. The bias has a value an output channel. Both stay the caller's. */
  filter: tf.Tensor4D;
  bias: tf.Tensor | undefined;
  strides: readonly [number, number];
  padding: 'same' | 'valid';
  activation: 'linear' | 'relu' | 'relu6';
}

/** A convolution whose weights lie ready for the kernels. */
export interface ReadyConvolution {
  /** @param maps `[batch, ...input]`; they stay the caller's, as does the output. */
  run(maps: tf.Tensor4D): tf.Tensor;
  dispose(): void;
}

/** Where the activations cut. */
const LIMITS: Record<Convolution['activation'], readonly [low: number, high: number]> = {
  linear: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  relu: [0, Number.POSITIVE_INFINITY],
  relu6: [0, 6],
};

/** Output channels that the kernels compute together. */
const LANES = 8;
/** Values of a row that one step of the product multiplies. */
const DEPTH_STEP = 4;
/** They compute no fewer rows of a product, and no fewer fields in a row of maps. */
const LEAST_ROWS = 5;
const LEAST_FIELDS = 7;

/**
 * Our own convolutions on tfjs's WebAssembly backend. Tfjs's are compiled for plain SIMD and put their weights in order at each call.
 * These multiply and add in one instruction where the browser has relaxed SIMD. They stand beside tfjs's kernels and replace none:
 * all else on the backend, such as the training of the adaptation, runs as before.
 */
export class Kernels {
  readonly #backend: BackendWasm;
  readonly #exports: KernelExports;

  private constructor(backend: BackendWasm, exports: KernelExports) {
    this.#backend = backend;
    this.#exports = exports;
  }

  /**
   * @param modules the compiled kernels, the fastest first.
   * @returns null where the backend or the browser does not allow them; tfjs's convolutions do the same, and take longer.
   * @throws Error if a module is not what this program was written for.
   */
  static async start(backend: tf.KernelBackend, modules: readonly BufferSource[]): Promise<Kernels | null> {
    const memory = backend instanceof BackendWasm ? memoryOf(backend) : null;
    const exports = memory && (await startKernels(modules, memory));
    return exports && backend instanceof BackendWasm ? new Kernels(backend, exports) : null;
  }

  /** @returns null for what the kernels do not cover. */
  convolution(layer: Convolution): ReadyConvolution | null {
    const { filter, bias, activation } = layer;
    const [size, , channels, columns] = filter.shape;
    const place = placeOf(layer, false);
    if (!place || columns % LANES > 0 || place.outHeight * place.outWidth < LEAST_ROWS) return null;
    const { height, width, stride, top, left, outHeight, outWidth } = place;
    const values = size * size * channels;
    const depth = Math.ceil(values / DEPTH_STEP) * DEPTH_STEP;
    const isProduct = size === 1 && stride === 1 && depth === values;
    const weights = packed(filter, depth);
    const start = bias?.clone() ?? tf.zeros([columns]);
    const [low, high] = LIMITS[activation];
    const kernels = this.#exports;
    const at = (tensor: tf.Tensor): number => this.#address(tensor);
    const run = (maps: tf.Tensor4D): tf.Tensor => {
      const [batch] = maps.shape;
      const rows = batch * outHeight * outWidth;
      const windows = isProduct ? maps : this.#allocate([rows, depth]);
      const output = this.#allocate([batch, outHeight, outWidth, columns]);
      if (!isProduct) {
        const moved = [size, stride, top, left, outHeight, outWidth, depth] as const;
        kernels.gather(at(maps), batch, height, width, channels, ...moved, at(windows));
      }
      kernels.product(at(windows), rows, depth, at(weights), at(start), columns, low, high, at(output));
      if (!isProduct) windows.dispose();
      return output;
    };
    return { run, dispose: () => tf.dispose([weights, start]) };
  }

  /** The same by depth. */
  depthwise(layer: Convolution): ReadyConvolution | null {
    const { bias, activation } = layer;
    const [size, , channels, multiplier] = layer.filter.shape;
    const place = placeOf(layer, true);
    if (!place || channels % LANES > 0 || multiplier !== 1 || place.outWidth < LEAST_FIELDS) return null;
    const { height, width, stride, top, left, outHeight, outWidth } = place;
    const weights = layer.filter.clone();
    const start = bias?.clone() ?? tf.zeros([channels]);
    const limits = LIMITS[activation];
    const at = (tensor: tf.Tensor): number => this.#address(tensor);
    const run = (maps: tf.Tensor4D): tf.Tensor => {
      const [batch] = maps.shape;
      const ring = this.#allocate([size, (outWidth - 1) * stride + size, channels]);
      const output = this.#allocate([batch, outHeight, outWidth, channels]);
      const input = [at(maps), batch, height, width, channels, at(weights), at(start)] as const;
      const moved = [size, stride, top, left, outHeight, outWidth] as const;
      this.#exports.depthwise(...input, ...moved, ...limits, at(ring), at(output));
      ring.dispose();
      return output;
    };
    return { run, dispose: () => tf.dispose([weights, start]) };
  }

  /** With whatever was in that memory. */
  #allocate(shape: number[]): tf.Tensor {
    return tf.engine().makeTensorFromTensorInfo(this.#backend.makeOutput(shape, 'float32'), this.#backend);
  }

  /** The memory may grow afterwards; what is in it does not move. */
  #address(tensor: tf.Tensor): number {
    return this.#backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }
}

/** Emscripten's module names what the WebAssembly exports; that is not in tfjs's types, and other versions of it do not. */
function memoryOf({ wasm }: BackendWasm): WebAssembly.Memory | null {
  const asm: unknown = Reflect.get(wasm, 'asm');
  const exported: unknown[] = typeof asm === 'object' && asm !== null ? Object.values(asm) : [];
  return exported.find((one) => one instanceof WebAssembly.Memory) ?? null;
}

/** @returns null for windows that are not square, or move otherwise down than across. */
function placeOf({ input, filter, strides, padding }: Convolution, byDepth: boolean) {
  const [height = 0, width = 0, channels = 0] = input;
  const [stride, across] = strides;
  if (filter.shape[0] !== filter.shape[1] || stride !== across) return null;
  const { computeConv2DInfo } = tf.backend_util;
  const maps: [number, number, number, number] = [1, height, width, channels];
  const info = computeConv2DInfo(maps, filter.shape, stride, 1, padding, undefined, byDepth);
  const { padInfo, outHeight, outWidth } = info;
  return { height, width, stride, top: padInfo.top, left: padInfo.left, outHeight, outWidth };
}

/** `[size, size, channels, columns]` as `[columns / LANES, depth, LANES]`, the order in which the product reads; what is added is 0. */
function packed(filter: tf.Tensor4D, depth: number): tf.Tensor {
  const [size, , channels, columns] = filter.shape;
  const values = size * size * channels;
  return tf.tidy(() => {
    const rows = tf.reshape<tf.Rank.R2>(filter, [values, columns]);
    const all =
      depth > values
        ? tf.pad(rows, [
            [0, depth - values],
            [0, 0],
          ])
        : rows;
    return tf.transpose(tf.reshape(all, [depth, columns / LANES, LANES]), [1, 0, 2]);
  });
}
