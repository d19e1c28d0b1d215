import * as v from 'valibot';

/** Layers of a Keras functional model as training/export/layers_model.py writes them, and nothing of Keras besides. */

const side = v.pipe(v.number(), v.integer(), v.minValue(1));
const pair = v.tuple([side, side]);
const padding = v.picklist(['same', 'valid']);
const channelsLast = v.optional(v.literal('channels_last'));

const weighted = { activation: v.picklist(['linear', 'relu', 'relu6']), use_bias: v.boolean() };
const convolution = {
  kernel_size: pair,
  strides: pair,
  padding,
  dilation_rate: v.optional(v.tuple([v.literal(1), v.literal(1)])),
  data_format: channelsLast,
  ...weighted,
};

/** What every layer says of itself. An input is named as `[layer, node, tensor, arguments]`; of the numbers there is only 0 here. */
export const HeadSchema = v.object({
  class_name: v.string(),
  name: v.pipe(v.string(), v.minLength(1)),
  inbound_nodes: v.array(v.array(v.looseTuple([v.string(), v.literal(0), v.literal(0)]))),
});

/** Where faces come in. */
export const InputSchema = v.object({
  config: v.object({
    /** `[batch, height, width, channels]`. */
    batch_input_shape: v.tuple([v.null(), side, side, side]),
  }),
});

/** A layer that is computed of others, by its kind. */
export const OperationSchema = v.variant('class_name', [
  v.object({
    class_name: v.literal('Conv2D'),
    config: v.object({ filters: side, groups: v.optional(v.literal(1)), ...convolution }),
  }),
  v.object({
    class_name: v.literal('DepthwiseConv2D'),
    config: v.object({ depth_multiplier: v.optional(v.literal(1)), ...convolution }),
  }),
  v.object({ class_name: v.literal('Dense'), config: v.object({ units: side, ...weighted }) }),
  v.object({ class_name: v.literal('Add') }),
  v.object({
    class_name: v.literal('GlobalAveragePooling2D'),
    config: v.object({ data_format: channelsLast, keepdims: v.optional(v.literal(false)) }),
  }),
  v.object({
    class_name: v.literal('MaxPooling2D'),
    config: v.object({ pool_size: pair, strides: pair, padding, data_format: channelsLast }),
  }),
]);
export type Operation = v.InferOutput<typeof OperationSchema>;

export const KINDS: readonly string[] = OperationSchema.options.map(
  ({ entries }) => entries.class_name.literal,
);
