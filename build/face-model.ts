import { Builder, ByteBuffer, type Offset } from 'flatbuffers';

/**
 * Gives BlazeFace the metadata that MediaPipe's FaceDetector asks for.
 *
 * The face_detection package ships its models without TFLite metadata, and tasks-vision refuses those: a float input
 * needs NormalizationOptions. They are added here, at build time, so that the repository holds no binary of its own.
 * Field numbers: tensorflow/lite/schema/schema.fbs (Model) and metadata_schema.fbs (ModelMetadata).
 */

const MODEL = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadata: 6,
  fields: 8,
};
const MODEL_IDENTIFIER = 'TFL3';
const METADATA_IDENTIFIER = 'M001';
/** The name under which TFLite readers look for the ModelMetadata buffer. */
const METADATA_NAME = 'TFLITE_METADATA';
/** `force_align` of Buffer.data in schema.fbs: tensors are read in place. */
const ALIGNMENT = 16;

const IMAGE_PROPERTIES = 2; // ContentProperties union
const NORMALIZATION_OPTIONS = 1; // ProcessUnitOptions union
const RGB = 1; // ColorSpaceType

/** BlazeFace takes RGB in -1…1: (value - 127.5) / 127.5. */
const MEAN = 127.5;
const STD = 127.5;

function floats(builder: Builder, value: number): Offset {
  builder.startVector(4, 1, 4);
  builder.addFloat32(value);
  return builder.endVector();
}

function table(builder: Builder, fields: number, fill: () => void): Offset {
  builder.startObject(fields);
  fill();
  return builder.endObject();
}

function offsets(builder: Builder, items: readonly Offset[]): Offset {
  builder.startVector(4, items.length, 4);
  for (const item of [...items].reverse()) builder.addOffset(item);
  return builder.endVector();
}

/** A ModelMetadata buffer that says one thing: the input is an RGB picture, normalised by MEAN and STD. */
function normalisationMetadata(): Uint8Array {
  const builder = new Builder(512);
  const image = table(builder, 2, () => builder.addFieldInt8(0, RGB, 0));
  const content = table(builder, 3, () => {
    builder.addFieldInt8(0, IMAGE_PROPERTIES, 0);
    builder.addFieldOffset(1, image, 0);
  });
  const mean = floats(builder, MEAN);
  const std = floats(builder, STD);
  const options = table(builder, 2, () => {
    builder.addFieldOffset(0, mean, 0);
    builder.addFieldOffset(1, std, 0);
  });
  const unit = table(builder, 2, () => {
    builder.addFieldInt8(0, NORMALIZATION_OPTIONS, 0);
    builder.addFieldOffset(1, options, 0);
  });
  const units = offsets(builder, [unit]);
  const tensor = table(builder, 7, () => {
    builder.addFieldOffset(3, content, 0);
    builder.addFieldOffset(4, units, 0);
  });
  const tensors = offsets(builder, [tensor]);
  const subgraph = table(builder, 4, () => builder.addFieldOffset(2, tensors, 0));
  const subgraphs = offsets(builder, [subgraph]);
  const root = table(builder, 8, () => builder.addFieldOffset(3, subgraphs, 0));
  builder.finish(root, METADATA_IDENTIFIER);
  return builder.asUint8Array().slice();
}

/** Reads the old root: where its fields and the members of its vectors lie, in bytes from the start. */
function oldRoot(tflite: Uint8Array) {
  const buffer = new ByteBuffer(tflite);
  const root = buffer.readInt32(0);
  const field = (number: number): number => {
    const offset = buffer.__offset(root, 4 + 2 * number);
    return offset === 0 ? 0 : root + offset;
  };
  const members = (number: number): number[] => {
    const at = field(number);
    if (at === 0) return [];
    const length = buffer.readInt32(at + buffer.readInt32(at));
    const first = at + buffer.readInt32(at) + 4;
    return Array.from({ length }, (_, i) => buffer.__indirect(first + 4 * i));
  };
  const target = (number: number): number => (field(number) === 0 ? 0 : buffer.__indirect(field(number)));
  return {
    version: field(MODEL.version) === 0 ? 0 : buffer.readUint32(field(MODEL.version)),
    members,
    target,
  };
}

/**
 * @param tflite a TFLite model with one image input and without metadata; not changed.
 * @returns the same model with NormalizationOptions (mean 127.5, std 127.5, RGB). A new root is put in front of the
 *   old bytes, which stay as they are since flatbuffer offsets are relative. The same input gives the same bytes.
 * @throws Error if `tflite` is not a TFLite flatbuffer or has metadata already.
 */
export function addNormalisationMetadata(tflite: Uint8Array): Uint8Array {
  const identifier = new TextDecoder().decode(tflite.subarray(4, 8));
  if (identifier !== MODEL_IDENTIFIER) {
    throw new Error(`Not a TFLite model: identifier "${identifier}" instead of "${MODEL_IDENTIFIER}"`);
  }
  if (new TextDecoder('latin1').decode(tflite).includes(METADATA_NAME)) {
    throw new Error('This TFLite model has metadata already; use it as it is');
  }
  const old = oldRoot(tflite);

  // A Builder grows towards lower addresses: what is written first ends up last.
  const builder = new Builder(tflite.length + 64 * 1024);
  builder.prep(ALIGNMENT, tflite.length);
  for (let i = tflite.length - 1; i >= 0; i--) builder.writeInt8(tflite[i] ?? 0);
  const start = builder.offset();
  const moved = (position: number): Offset => start - position;

  const metadata = normalisationMetadata();
  builder.startVector(1, metadata.length, ALIGNMENT);
  for (let i = metadata.length - 1; i >= 0; i--) builder.writeInt8(metadata[i] ?? 0);
  const bytes = builder.endVector();
  const buffer = table(builder, 1, () => builder.addFieldOffset(0, bytes, 0));

  const oldBuffers = old.members(MODEL.buffers).map(moved);
  const buffers = offsets(builder, [...oldBuffers, buffer]);
  const name = builder.createString(METADATA_NAME);
  const entry = table(builder, 2, () => {
    builder.addFieldOffset(0, name, 0);
    builder.addFieldInt32(1, oldBuffers.length, 0);
  });
  const entries = offsets(builder, [...old.members(MODEL.metadata).map(moved), entry]);

  const root = table(builder, MODEL.fields, () => {
    builder.addFieldInt32(MODEL.version, old.version, 0);
    for (const number of [MODEL.operatorCodes, MODEL.subgraphs, MODEL.description]) {
      const target = old.target(number);
      if (target !== 0) builder.addFieldOffset(number, moved(target), 0);
    }
    builder.addFieldOffset(MODEL.buffers, buffers, 0);
    builder.addFieldOffset(MODEL.metadata, entries, 0);
  });
  builder.finish(root, MODEL_IDENTIFIER);
  return builder.asUint8Array().slice();
}
