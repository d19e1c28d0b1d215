import type { Operation } from './layer-schema.ts';

/** What a layer makes of its inputs' shapes, known before anything is computed. All shapes are without the batch. */

export type Shape = readonly number[];

/** Shapes of the weights that a layer must have, by the names that Keras gives them. @throws RangeError as {@link outputShape}. */
export function weightShapes(operation: Operation, input: Shape): Record<string, Shape> {
  switch (operation.class_name) {
    case 'Conv2D': {
      const { kernel_size, filters, use_bias } = operation.config;
      return {
        kernel: [...kernel_size, channelsOf(input), filters],
        ...(use_bias && { bias: [filters] }),
      };
    }
    case 'DepthwiseConv2D': {
      const { kernel_size, use_bias } = operation.config;
      const channels = channelsOf(input);
      return {
        depthwise_kernel: [...kernel_size, channels, 1],
        ...(use_bias && { bias: [channels] }),
      };
    }
    case 'Dense': {
      const { units, use_bias } = operation.config;
      return { kernel: [unitsOf(input), units], ...(use_bias && { bias: [units] }) };
    }
    default:
      return {};
  }
}

/** @throws RangeError saying, as the end of a sentence that begins with the layer, what it cannot take. */
export function outputShape(operation: Operation, inputs: readonly Shape[]): Shape {
  const [input, ...others] = inputs;
  if (!input) throw new RangeError('reads nothing');
  if (operation.class_name === 'Add') {
    if (others.length === 0) throw new RangeError('adds one input to nothing');
    if (others.some((other) => other.join() !== input.join()))
      throw new RangeError(`adds different shapes: ${inputs.map(inWords).join(' and ')}`);
    return input;
  }
  if (others.length > 0) throw new RangeError(`reads ${inputs.length} inputs; one is needed`);
  switch (operation.class_name) {
    case 'Conv2D':
      return [...slid(input, operation.config.kernel_size, operation.config), operation.config.filters];
    case 'DepthwiseConv2D':
      return [...slid(input, operation.config.kernel_size, operation.config), channelsOf(input)];
    case 'MaxPooling2D':
      return [...slid(input, operation.config.pool_size, operation.config), channelsOf(input)];
    case 'GlobalAveragePooling2D':
      return [channelsOf(input)];
    case 'Dense':
      unitsOf(input);
      return [operation.config.units];
  }
}

export function inWords(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Height and width after a window was moved over maps. */
function slid(
  [height = 0, width = 0]: Shape,
  window: readonly [number, number],
  { strides, padding }: { strides: readonly [number, number]; padding: 'same' | 'valid' },
): [number, number] {
  const along = (side: number, of: number, stride: number): number => {
    if (padding === 'same') return Math.ceil(side / stride);
    if (side < of) throw new RangeError(`moves a window of ${of} fields over ${side}`);
    return Math.floor((side - of) / stride) + 1;
  };
  return [along(height, window[0], strides[0]), along(width, window[1], strides[1])];
}

function channelsOf(shape: Shape): number {
  const [, , channels] = shape;
  if (shape.length !== 3 || channels === undefined)
    throw new RangeError(`reads ${inWords(shape)}; maps [height, width, channels] are needed`);
  return channels;
}

function unitsOf(shape: Shape): number {
  const [units] = shape;
  if (shape.length !== 1 || units === undefined)
    throw new RangeError(`reads ${inWords(shape)}; a vector [units] is needed`);
  return units;
}
