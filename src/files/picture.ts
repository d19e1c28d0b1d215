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

/** @throws FrameError `unreadable`, or as {@link UnsupportedCodec}. */
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
