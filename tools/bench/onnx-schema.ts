import protobuf from 'protobufjs';

/**
 * As much of ONNX's messages as a network of convolutions needs. Numbers and names:
 * https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */

const one = (id: number, type: string) => ({ id, type });
const many = (id: number, type: string) => ({ id, type, rule: 'repeated' });

const root = protobuf.Root.fromJSON({
  nested: {
    ModelProto: {
      fields: {
        irVersion: one(1, 'int64'),
        producerName: one(2, 'string'),
        graph: one(7, 'GraphProto'),
        opsetImport: many(8, 'OperatorSetIdProto'),
      },
    },
    OperatorSetIdProto: { fields: { domain: one(1, 'string'), version: one(2, 'int64') } },
    GraphProto: {
      fields: {
        node: many(1, 'NodeProto'),
        name: one(2, 'string'),
        initializer: many(5, 'TensorProto'),
        input: many(11, 'ValueInfoProto'),
        output: many(12, 'ValueInfoProto'),
      },
    },
    NodeProto: {
      fields: {
        input: many(1, 'string'),
        output: many(2, 'string'),
        name: one(3, 'string'),
        opType: one(4, 'string'),
        attribute: many(5, 'AttributeProto'),
      },
    },
    AttributeProto: {
      fields: {
        name: one(1, 'string'),
        i: one(3, 'int64'),
        s: one(4, 'bytes'),
        ints: many(8, 'int64'),
        type: one(20, 'int32'),
      },
    },
    TensorProto: {
      fields: {
        dims: many(1, 'int64'),
        dataType: one(2, 'int32'),
        name: one(8, 'string'),
        rawData: one(9, 'bytes'),
      },
    },
    ValueInfoProto: { fields: { name: one(1, 'string'), type: one(2, 'TypeProto') } },
    TypeProto: { fields: { tensorType: one(1, 'TensorType') } },
    TensorType: { fields: { elemType: one(1, 'int32'), shape: one(2, 'TensorShapeProto') } },
    TensorShapeProto: { fields: { dim: many(1, 'Dimension') } },
    Dimension: { fields: { dimValue: one(1, 'int64'), dimParam: one(2, 'string') } },
  },
});

const Model = root.lookupType('ModelProto');

/** `AttributeProto.AttributeType`. */
const TYPES = { int: 2, string: 3, ints: 7 } as const;
/** `TensorProto.DataType.FLOAT`. */
const FLOAT = 1;

type Attribute = number | string | readonly number[];
export interface Node {
  op: string;
  inputs: readonly string[];
  output: string;
  attributes?: Readonly<Record<string, Attribute>>;
}
export interface Initializer {
  name: string;
  shape: readonly number[];
  values: Float32Array;
}
/** A name with its shape without the batch. */
export interface Value {
  name: string;
  shape: readonly number[];
}

/** The bytes of a model in single precision. */
export function onnxBytes(model: {
  nodes: readonly Node[];
  initializers: readonly Initializer[];
  inputs: readonly Value[];
  outputs: readonly Value[];
}): Uint8Array {
  return Model.encode(
    Model.fromObject({
      irVersion: 8,
      producerName: 'FakeFilter bench',
      opsetImport: [{ domain: '', version: 13 }],
      graph: {
        name: 'detector',
        node: model.nodes.map(({ op, inputs, output, attributes = {} }) => ({
          input: inputs,
          output: [output],
          name: output,
          opType: op,
          attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...attributeOf(value) })),
        })),
        initializer: model.initializers.map(({ name, shape, values }) => ({
          name,
          dims: shape,
          dataType: FLOAT,
          rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
        })),
        input: model.inputs.map(valueOf),
        output: model.outputs.map(valueOf),
      },
    }),
  ).finish();
}

function attributeOf(value: Attribute) {
  if (typeof value === 'number') return { i: value, type: TYPES.int };
  if (typeof value === 'string') return { s: new TextEncoder().encode(value), type: TYPES.string };
  return { ints: value, type: TYPES.ints };
}

function valueOf({ name, shape }: Value) {
  const dim = [{ dimParam: 'batch' }, ...shape.map((dimValue) => ({ dimValue }))];
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}
