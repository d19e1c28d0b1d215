import * as v from 'valibot';
import { HeadSchema, InputSchema, KINDS, OperationSchema, type Operation } from './layer-schema.ts';
import { inWords, outputShape, weightShapes, type Shape } from './layer-shapes.ts';
import { ModelFilesError } from './model-files-error.ts';
import { parse } from './verified-files.ts';

/** Reads model.json: a graph of layers that can be run as it stands, with every shape known. */

const WeightSchema = v.object({
  name: v.string(),
  shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
  dtype: v.literal('float32'),
  quantization: v.optional(v.object({ dtype: v.literal('float16') })),
});
type WeightEntry = v.InferOutput<typeof WeightSchema>;

const entry = v.looseTuple([v.string(), v.literal(0), v.literal(0)]);
const ModelSchema = v.object({
  modelTopology: v.object({
    model_config: v.object({
      config: v.object({
        layers: v.pipe(v.array(v.unknown()), v.minLength(1)),
        output_layers: v.pipe(v.array(entry), v.minLength(1)),
      }),
    }),
  }),
  weightsManifest: v.array(v.object({ weights: v.array(WeightSchema) })),
  /** What the export says of the network besides; see `network-shape.ts`. */
  userDefinedMetadata: v.optional(
    v.object({ inputSize: v.optional(v.number()), cropScale: v.optional(v.number()) }),
  ),
});

export interface Layer {
  name: string;
  operation: Operation;
  /** Names of the layers it reads, all of them before it. */
  inputs: readonly string[];
  /** Of its output. */
  shape: Shape;
}

/** All shapes are without the batch. */
export interface Graph {
  input: { name: string; shape: Shape };
  /** In an order in which they can be computed. */
  layers: readonly Layer[];
  outputs: readonly string[];
  /** In the order of their bytes. */
  weights: readonly WeightEntry[];
  metadata: { inputSize?: number | undefined; cropScale?: number | undefined };
}

/** @throws ModelFilesError that says which layer cannot be run, and why. */
export function parseLayersModel(bytes: ArrayBuffer): Graph {
  const json = v.safeParse(
    ModelSchema,
    parse('model.json', bytes, (value) => value),
  );
  if (!json.success) throw new ModelFilesError(`model.json: ${issuesIn(json.issues)}`);
  const { modelTopology, weightsManifest, userDefinedMetadata = {} } = json.output;
  const { layers: written, output_layers } = modelTopology.model_config.config;
  const [first, ...rest] = written;
  const input = inputOf(first);
  const shapes = new Map<string, Shape>([[input.name, input.shape]]);
  const weights = weightsManifest.flatMap((group) => group.weights);
  const unread = new Map(weights.map(({ name, shape }) => [name, shape]));
  if (unread.size < weights.length) throw new ModelFilesError('model.json lists a weight twice');
  const layers = rest.map((one, index) => {
    const layer = layerOf(one, index + 1, shapes, unread);
    shapes.set(layer.name, layer.shape);
    return layer;
  });
  const [stray] = unread.keys();
  if (stray !== undefined) throw new ModelFilesError(`model.json: no layer has the weight "${stray}"`);
  const outputs = output_layers.map(([name]) => name);
  const missing = outputs.find((name) => !shapes.has(name));
  if (missing !== undefined)
    throw new ModelFilesError(`model.json: there is no layer "${missing}" to put out`);
  return { input, layers, outputs, weights, metadata: userDefinedMetadata };
}

function inputOf(written: unknown): Graph['input'] {
  const { class_name, name } = headOf(written, 0);
  if (class_name !== 'InputLayer')
    throw refused(name, `is a ${class_name}; the first one must be the InputLayer`);
  const parsed = v.safeParse(InputSchema, written);
  if (!parsed.success) throw refused(name, issuesIn(parsed.issues));
  const [, ...shape] = parsed.output.config.batch_input_shape;
  return { name, shape };
}

/** @param unread weights that no layer before had; this one's are taken out. */
function layerOf(
  written: unknown,
  index: number,
  shapes: ReadonlyMap<string, Shape>,
  unread: Map<string, Shape>,
): Layer {
  const { class_name, name, inbound_nodes } = headOf(written, index);
  if (!KINDS.includes(class_name))
    throw refused(name, `is a ${class_name}; only ${KINDS.join(', ')} can be run after the InputLayer`);
  const parsed = v.safeParse(OperationSchema, written);
  if (!parsed.success) throw refused(name, issuesIn(parsed.issues));
  if (shapes.has(name)) throw refused(name, 'is there twice');
  if (inbound_nodes.length !== 1) throw refused(name, 'is used more than once, or never');
  const operation = parsed.output;
  const inputs = inbound_nodes.flat().map(([source]) => source);
  try {
    const given = inputs.map((source) => {
      const shape = shapes.get(source);
      if (!shape) throw new RangeError(`reads "${source}", which does not stand before it`);
      return shape;
    });
    const shape = outputShape(operation, given);
    for (const [part, wanted] of Object.entries(weightShapes(operation, given[0] ?? []))) {
      const found = unread.get(`${name}/${part}`);
      if (!found) throw new RangeError(`has no weight "${name}/${part}"`);
      if (found.join() !== wanted.join())
        throw new RangeError(`needs "${name}/${part}" as ${inWords(wanted)}, not ${inWords(found)}`);
      unread.delete(`${name}/${part}`);
    }
    return { name, operation, inputs, shape };
  } catch (error) {
    throw error instanceof RangeError ? refused(name, error.message) : error;
  }
}

function headOf(written: unknown, index: number): v.InferOutput<typeof HeadSchema> {
  const parsed = v.safeParse(HeadSchema, written);
  if (!parsed.success) throw new ModelFilesError(`model.json: layer ${index}: ${issuesIn(parsed.issues)}`);
  return parsed.output;
}

function refused(name: string, why: string): ModelFilesError {
  return new ModelFilesError(`model.json: the layer "${name}" ${why}`);
}

function issuesIn(issues: Parameters<typeof v.summarize>[0]): string {
  return v.summarize(issues).replace(/\s+/g, ' ');
}
