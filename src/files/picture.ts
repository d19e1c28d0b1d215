import { imageSize } from 'image-size';
import { FrameError } from '../frames/frame-error.ts';
import { RetainedFrame, sizeWithin } from '../frames/retained-frame.ts';
import type { FrameSeries } from './frame-series.ts';
import { answered } from './patience.ts';
import { viewsOf, type PictureView } from './picture-views.ts';
import { UnsupportedCodec } from './unsupported-codec.ts';

/** A still picture. As a series it is one frame, scaled down where it is too large to be kept as a whole. */
export interface Picture extends FrameSeries {
  width: number;
  height: number;
  views: PictureView[];
  /** The caller closes the frame. @throws FrameError */
  view: (view: PictureView) => RetainedFrame;
}

/** Pictures that are well known and that few browsers show. */
const UNCOMMON: Record<string, string> = {
  'image/heic': 'HEIC pictures',
  'image/tiff': 'TIFF pictures',
  'image/jxl': 'JPEG XL pictures',
  'image/jp2': 'JPEG 2000 pictures',
  'image/vnd.adobe.photoshop': 'Photoshop pictures',
  'image/x-portable-anymap': 'PNM pictures',
  'image/x-exr': 'OpenEXR pictures',
  'image/x-raw': 'RAW pictures',
};

/** Browsers decode no picture of 2 GiB, four bytes a pixel; from half of that on memory may run out. */
const MOST_PIXELS = 2 ** 28;
/** What a camera writes before the size, previews among it, is shorter. */
const SIZE_WITHIN = 2 ** 20;

/** @throws FrameError `tooLarge` or `unreadable`, or as {@link UnsupportedCodec}. */
export async function openPicture(file: Blob, mime: string): Promise<Picture> {
  let bitmap: ImageBitmap;
  try {
    const typed = file.slice(0, file.size, mime);
    bitmap = await answered(
      createImageBitmap(typed, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' }),
    );
  } catch (error) {
    const uncommon = UNCOMMON[mime];
    if (uncommon !== undefined) throw new UnsupportedCodec(uncommon, { cause: error });
    const pixels = await declaredPixels(file);
    if (pixels > MOST_PIXELS)
      throw new FrameError('tooLarge', `The picture says that it has ${pixels} pixels`, { cause: error });
    throw new FrameError('unreadable', 'The picture could not be decoded', { cause: error });
  }
  const { width, height } = bitmap;
  const views = viewsOf(width, height);
  const whole = { x: 0, y: 0, width, height };
  const view = ({ part, ...size }: PictureView): RetainedFrame =>
    RetainedFrame.part(bitmap, part, size.width, size.height);
  return {
    width,
    height,
    views,
    view,
    durationMs: 0,
    frameCount: 1,
    frameAt: () => Promise.resolve({ frame: view({ part: whole, ...sizeWithin(width, height) }), timeMs: 0 }),
    close: () => bitmap.close(),
  };
}

/** How many pixels the picture's header says it has; 0 where it says nothing. */
async function declaredPixels(file: Blob): Promise<number> {
  try {
    const { width, height } = imageSize(new Uint8Array(await file.slice(0, SIZE_WITHIN).arrayBuffer()));
    return width * height;
  } catch {
    return 0;
  }
}
