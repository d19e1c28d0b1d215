import * as tf from '@tensorflow/tfjs-core';
// The core registers no gradient by itself.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';

/** Operations whose gradients tfjs lacks or computes slowly, made of kernels that every backend has. */

/**
 * `x · w` for two matrices. tfjs's own gradient multiplies transposed views, which on WebAssembly takes 15 times as long as
 * transposing first (measured at [256, 320] × [320, 1280]: 757 ms against 50 ms).
 * @param x `[rows, inner]`; @param w `[inner, columns]`. @returns `[rows, columns]`.
 */
export function multiply(x: tf.Tensor2D, w: tf.Tensor2D): tf.Tensor2D {
  return tf.customGrad<tf.Tensor2D>((a, b, save) => {
    if (!isSave(save) || !isMatrix(a) || !isMatrix(b)) throw new TypeError('Two matrices are needed');
    save([a, b]);
    const value: tf.Tensor2D = tf.matMul(a, b);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [left, right] = saved;
        if (!left || !right) throw new Error('The factors were not kept');
        return [tf.matMul(dy, tf.transpose(right)), tf.matMul(tf.transpose(left), dy)];
      },
    };
  })(x, w);
}

/** As {@link multiply}, for an `x` that is data: its gradient is not computed. */
export function multiplyData(x: tf.Tensor2D, w: tf.Tensor2D): tf.Tensor2D {
  return tf.customGrad<tf.Tensor2D>((b, save) => {
    if (!isSave(save) || !isMatrix(b)) throw new TypeError('A matrix is needed');
    // Saved although it is no argument: what was computed on the way forward is gone when the gradient is asked for.
    save([x]);
    const value: tf.Tensor2D = tf.matMul(x, b);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [data] = saved;
        if (!data) throw new Error('The data were not kept');
        return tf.matMul(tf.transpose(data), dy);
      },
    };
  })(w);
}

/**
 * Gradient reversal (Ganin & Lempitsky 2015): the identity, whose gradient is multiplied by `-weight`.
 * @param weight 0…1, see {@link reversalWeight}.
 */
export function reverse(x: tf.Tensor2D, weight: number): tf.Tensor2D {
  return tf.customGrad<tf.Tensor2D>((a) => {
    if (!isMatrix(a)) throw new TypeError('A matrix is needed');
    return { value: tf.clone(a), gradFunc: (dy: tf.Tensor) => tf.mul(dy, -weight) };
  })(x);
}

function isSave(value: unknown): value is (tensors: tf.Tensor[]) => void {
  return typeof value === 'function';
}

function isMatrix(value: unknown): value is tf.Tensor2D {
  return value instanceof tf.Tensor && value.rank === 2;
}
