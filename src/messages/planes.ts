import * as v from 'valibot';

/**
 * A frame as its decoder gives it, on its way to the engine: brightness first, then the colours at a quarter of the places, rows tightly
 * packed. That is 1.5 bytes a pixel instead of 4, and the page's thread neither converts nor scales anything.
 */
const side = v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(4096));

/** Larger frames are not sent whole: of them the faces alone are wanted at their own size. Full HD is 2.1 million. */
export const MAX_PLANES_PIXELS = 1920 * 1088;

/** Of frames with 8 bits a value; others are sent as pictures. */
export const ColorSpaceSchema = v.object({
  fullRange: v.nullable(v.boolean()),
  matrix: v.nullable(v.picklist(['rgb', 'bt709', 'bt470bg', 'smpte170m'])),
  primaries: v.nullable(v.picklist(['bt709', 'bt470bg', 'smpte170m'])),
  transfer: v.nullable(v.picklist(['bt709', 'smpte170m', 'iec61966-2-1'])),
});

export const PlanesSchema = v.pipe(
  v.object({
    format: v.picklist(['I420', 'NV12']),
    width: side,
    height: side,
    /** Where pixels are not square, others. */
    displayWidth: side,
    displayHeight: side,
    colorSpace: ColorSpaceSchema,
    bytes: v.instance(Uint8Array),
  }),
  v.check(
    ({ width, height, bytes }) =>
      width * height <= MAX_PLANES_PIXELS && bytes.length === planesBytes(width, height),
    'Planes need one byte a pixel and two for each square of four',
  ),
);
export type Planes = v.InferOutput<typeof PlanesSchema>;

/** Bytes of both formats. */
export function planesBytes(width: number, height: number): number {
  return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
}

/** The frame again, to be drawn and closed. */
export function frameOf({ format, width, height, bytes, colorSpace, ...shown }: Planes): VideoFrame {
  return new VideoFrame(bytes, {
    format,
    codedWidth: width,
    codedHeight: height,
    ...shown,
    colorSpace,
    timestamp: 0,
  });
}
