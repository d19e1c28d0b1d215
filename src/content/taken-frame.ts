import { judgeFrame, type FrameContext } from '../frames/exchange.ts';
import { RetainedFrame, shrunkSize } from '../frames/retained-frame.ts';
import { brightnessOfPlanes, planesShownBy, type ShownPlanes } from '../frames/video-planes.ts';
import { askEngine, wireIsTyped } from '../messages/engine-client.ts';
import { frameOf } from '../messages/planes.ts';
import type { JudgeResponse } from '../messages/schemas.ts';
import { brightnessOf } from './brightness.ts';
import type { Rotation } from './rotation.ts';
import { SCENE_SIDE } from './scene.ts';
import { isSecurityError, probePixels, type Pixels } from './taint.ts';

/** What others may have of a frame before it is closed. */
export interface FramePictures {
  /** See {@link brightnessOf}; null where it is not known. */
  brightness(): Float32Array | null;
  /** A small picture for people: a `data:` URL with its longer side at most `maxSide` px. */
  picture(maxSide: number): Promise<string>;
}

/** A frame of the page's own player. */
export interface TakenFrame extends FramePictures {
  readonly pixels: Exclude<Pixels, 'tainted'>;
  /** @throws NoReceiverError, RefusedError and validation errors of the exchange with the engine; SecurityError. */
  judge(context: Omit<FrameContext, 'quality' | 'covered'>): Promise<JudgeResponse>;
  close(): void;
}

type Quarter = Rotation['quarter'];

/**
 * Freezes what a player shows now. Where the browser gives away the frame as it was decoded, nothing is drawn or read on the page's thread, and the
 * engine does the rest.
 * @param quarter degrees, clockwise, by which it is turned before it is judged.
 */
export async function takeFrame(video: HTMLVideoElement, quarter: Quarter): Promise<TakenFrame | 'tainted'> {
  try {
    const shown = await planesShownBy(video, wireIsTyped);
    if (shown) return planar(shown, quarter);
  } catch (error) {
    if (isSecurityError(error)) return 'tainted';
    throw error;
  }
  const pixels = probePixels(video);
  return pixels === 'tainted' ? pixels : drawn(video, quarter, pixels);
}

function planar({ planes, timeMs }: ShownPlanes, rotation: Quarter): TakenFrame {
  const brightness = brightnessOfPlanes(planes, SCENE_SIDE);
  return {
    pixels: brightness.every((value) => value === 0) ? 'black' : 'readable',
    brightness: () => brightness,
    async picture(maxSide) {
      const frame = frameOf(planes);
      const { width, height } = shrunkSize(frame.displayWidth, frame.displayHeight, maxSide);
      const size = { resizeWidth: width, resizeHeight: height, resizeQuality: 'medium' } as const;
      const small = await createImageBitmap(frame, size).finally(() => frame.close());
      const retained = RetainedFrame.from(small, rotation);
      small.close();
      return retained.picture(maxSide).finally(() => retained.close());
    },
    judge: (context) =>
      askEngine('engine.look', {
        ...context,
        timeMs: timeMs ?? context.timeMs,
        scene: context.scene ?? 0,
        rotation,
        planes,
      }),
    close: () => undefined,
  };
}

function drawn(video: HTMLVideoElement, quarter: Quarter, pixels: TakenFrame['pixels']): TakenFrame {
  const frame = pixels === 'nothing' ? null : RetainedFrame.from(video, quarter);
  const retained = (): RetainedFrame => {
    if (!frame) throw new Error('Nothing was drawn');
    return frame;
  };
  return {
    pixels,
    brightness: () => brightnessOf(video),
    picture: (maxSide) => retained().picture(maxSide),
    judge: (context) => judgeFrame(retained(), { ...context, quality: 'direct' }),
    close: () => frame?.close(),
  };
}
