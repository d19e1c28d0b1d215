import type { Graph, Layer } from '../../src/detector/layers-model.ts';

/** Multiply-accumulates of the convolutions and dense layers for one picture; additions and pooling are nothing beside them. */
export function multiplyAccumulates({ layers, weights }: Graph): number {
  const sizes = new Map(weights.map(({ name, shape }) => [name, product(shape)]));
  return layers.reduce(
    (sum, layer) => sum + (sizes.get(`${layer.name}/${kernelOf(layer)}`) ?? 0) * places(layer),
    0,
  );
}

function kernelOf({ operation }: Layer): string {
  return operation.class_name === 'DepthwiseConv2D' ? 'depthwise_kernel' : 'kernel';
}

/** How often the kernel is applied: at each field of a map, once to a vector. */
function places({ shape }: Layer): number {
  return shape.length === 3 ? product(shape.slice(0, 2)) : 1;
}

function product(sides: readonly number[]): number {
  return sides.reduce((a, b) => a * b, 1);
}
