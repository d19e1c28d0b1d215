import { askEngine, wireIsTyped } from '../messages/engine-client.ts';
import { packPixels } from '../messages/pixels.ts';
import type { Request, Response } from '../messages/protocol.ts';
import { DETECTION_SIDE, type JudgeResponse, type VideoKey } from '../messages/schemas.ts';
import type { Box, Quality } from '../verdict/types.ts';
import type { RetainedFrame } from './retained-frame.ts';

/** What the engine must know of a frame besides its pixels. */
export interface FrameContext {
  key: VideoKey;
  /** Asked for by hand: it goes first in the engine's queue. */
  asked: boolean;
  /** At least half of the video is on the screen. */
  visible: boolean;
  /** Scenes of this source that came after a verdict, this one included; 0 if not told. */
  scene?: number;
  /** Media time in ms, for frames that do not tell their own. */
  timeMs: number;
  quality: Quality;
  /** Parts of the frame, in shares of it, over which the page painted something of its own. */
  covered?: Box[];
  /** Degrees, clockwise, by which the page shows the frame turned still; missing where it shows it so. */
  shownTurned?: number;
}

/** The two questions of an exchange; the engine's own page answers them without a wire. */
export interface EngineClient {
  typed: () => Promise<boolean>;
  detect: (request: Request<'engine.detect'>) => Promise<Response<'engine.detect'>>;
  judge: (request: Request<'engine.judge'>) => Promise<Response<'engine.judge'>>;
}

/** The engine over runtime messages, brought up by the background where it is missing. */
const ENGINE_BY_MESSAGE: EngineClient = {
  typed: wireIsTyped,
  detect: (request) => askEngine('engine.detect', request),
  judge: (request) => askEngine('engine.judge', request),
};

/** What an exchange reads of a frame. */
export type ReadableFrame = Pick<RetainedFrame, 'width' | 'height' | 'small' | 'crop'> &
  Partial<Pick<RetainedFrame, 'timeMs'>>;

/** The faces of a frame, cut out of it, or the answer where none was found or nothing came of it. */
async function facesOf(
  frame: ReadableFrame,
  context: FrameContext,
  engine: Pick<EngineClient, 'typed' | 'detect'>,
): Promise<JudgeResponse | { status: 'faces'; request: Request<'engine.judge'> }> {
  const typed = await engine.typed();
  const detection = await engine.detect({
    ...context,
    scene: context.scene ?? 0,
    covered: context.covered ?? [],
    timeMs: frame.timeMs ?? context.timeMs,
    nativeWidth: frame.width,
    nativeHeight: frame.height,
    frame: packPixels(frame.small(DETECTION_SIDE), typed),
  });
  if (detection.status !== 'faces') return detection;
  const crops = detection.regions.map((region) => ({
    face: region.face,
    pixels: packPixels(frame.crop(region), typed),
  }));
  return { status: 'faces', request: { key: context.key, ticket: detection.ticket, crops } };
}

/**
 * Has one frame judged: faces are found in a small copy, then cut at native resolution from the very same frame.
 * The caller keeps the frame and closes it.
 * @throws what the client throws (NoReceiverError, RefusedError), and SecurityError for a tainted frame.
 */
export async function judgeFrame(
  frame: ReadableFrame,
  context: FrameContext,
  engine: EngineClient = ENGINE_BY_MESSAGE,
): Promise<JudgeResponse> {
  const found = await facesOf(frame, context, engine);
  return found.status === 'faces' ? engine.judge(found.request) : found;
}

/** Has the faces of a frame described instead of judged; otherwise as {@link judgeFrame}. A frame without any gives `judged`. */
export async function describeFrame(
  frame: ReadableFrame,
  context: FrameContext,
): Promise<Response<'engine.describe'> | JudgeResponse> {
  const found = await facesOf(frame, context, ENGINE_BY_MESSAGE);
  return found.status === 'faces' ? askEngine('engine.describe', found.request) : found;
}
