import { judgeFrame, type FrameContext } from '../frames/exchange.ts';
import { RetainedFrame } from '../frames/retained-frame.ts';
import { askEngine } from '../messages/engine-client.ts';
import type { JudgeResponse, VideoKey } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import { savesData } from '../platform/network.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { clippersOf, rectOf, visiblePartOf } from './clipping.ts';
import { layersOver } from './layers.ts';
import type { Rect } from './rects.ts';
import { captureVideo } from './screen.ts';
import type { Source } from './source.ts';
import { isSecurityError } from './taint.ts';
import { takeFrame, type FramePictures } from './taken-frame.ts';
import { UPRIGHT, type Rotation } from './rotation.ts';

/**
 * The ways to a frame, tried in this order: from the player itself, from the file in the engine's own player, from a
 * picture of the tab (only if the user asked for this video and allows it). Protected videos end at once: we do not work
 * around protection.
 */

export interface FrameRequest {
  video: HTMLVideoElement;
  source: Source;
  key: VideoKey;
  asked: boolean;
  /** See `Progress`. */
  scene: number;
  visible: boolean;
  /** The setting "read from a picture of the tab if there is no other way". */
  screenAllowed: boolean;
  /** How the page turns the video; not at all if nothing is said. */
  turn?: Rotation;
  /** Keeps all badges from being painted for the time of one picture; the function returned ends that. */
  hideBadges: () => Promise<() => void>;
  /** A frame was read from the player; the caller may take a small picture from it before it is closed. */
  onFrame: (frame: FramePictures) => void;
}

/** The engine's answer, or that there was nothing to send yet. */
export type FrameResult = { response: JudgeResponse; mediaHost: string } | 'nothingYet';

/** Empty frames in a row, one a second, after which a video is taken for protected or for one that shows nothing. */
const MAX_EMPTY_FRAMES = 4;

/** @throws NoReceiverError, RefusedError and validation errors of the exchange with the engine. */
export async function lookAtVideo(look: FrameRequest): Promise<FrameResult> {
  const { video, source } = look;
  const guarded = isProtected(look);
  // The time is read with the frame: the player goes on while the engine works.
  const { quarter, rest } = look.turn ?? UPRIGHT;
  const { quality: _, ...context } = { ...contextOf(look, 'direct'), ...shownTurned(rest) };
  const frame = await takeFrame(video, quarter);
  if (frame === 'tainted') return guarded ? failed('protectedMedia') : lookElsewhere(look);
  try {
    if (frame.pixels === 'nothing' || (frame.pixels === 'black' && guarded)) {
      if (++source.emptyFrames < MAX_EMPTY_FRAMES) return 'nothingYet';
      return failed(guarded ? 'protectedMedia' : 'noFrames');
    }
    source.emptyFrames = 0;
    look.onFrame(frame);
    return { response: await frame.judge(context), mediaHost: '' };
  } catch (error) {
    // A file whose later parts come from another host turns tainted in mid-play.
    if (isSecurityError(error)) return await lookElsewhere(look);
    throw error;
  } finally {
    frame.close();
  }
}

/** Pages without TLS can protect nothing, and their players have no place for keys. */
function isProtected({ video, source }: FrameRequest): boolean {
  return Boolean(video.mediaKeys) || source.encrypted;
}

/**
 * Reads a file at a share of its length in the engine's own player, where the page's player gives too few frames. Errors as above.
 * @returns null where the file cannot be read so: a stream, a protected one, a host that was not allowed, an address that works only once;
 * and where the browser is to save data, unless the user asked for this video.
 */
export async function lookIntoFile(look: FrameRequest, share: number): Promise<JudgeResponse | null> {
  const { video, source } = look;
  const url = video.currentSrc;
  const closed = isProtected(look) || video.srcObject !== null;
  if (closed || !/^https?:/.test(url) || source.ownPlayerFailure) return null;
  if (savesData() && !look.asked) return null;
  source.access ??= await send('background.mediaAccess', { url });
  if (!source.access.granted) return null;
  const { quality: _, ...context } = contextOf(look, 'ownPlayer');
  const { quarter: rotation, rest } = look.turn ?? UPRIGHT;
  const response = await askEngine('engine.lookAt', {
    ...{ ...context, url, rotation, share },
    ...shownTurned(rest),
  });
  return response.status === 'failed' && FILE_REASONS.has(response.reason) ? null : response;
}

/** Whether a file that only the engine may read shows another scene than in the frame judged last. Errors as above. */
export async function showsOtherScene(video: HTMLVideoElement, key: VideoKey): Promise<boolean> {
  const timeMs = Math.max(0, video.currentTime * 1000);
  return (await askEngine('engine.glance', { key, timeMs, url: video.currentSrc })).newScene;
}

function contextOf(
  look: FrameRequest,
  quality: FrameContext['quality'],
): Required<Omit<FrameContext, 'covered' | 'shownTurned'>> {
  const { key, asked, visible, scene } = look;
  return { key, asked, visible, scene, timeMs: Math.max(0, look.video.currentTime * 1000), quality };
}

/** What a frame is not turned by, which is told; a picture of the screen shows it as it is. */
function shownTurned(rest: number): Pick<FrameContext, 'shownTurned'> {
  return rest === 0 ? {} : { shownTurned: rest };
}

async function lookElsewhere(look: FrameRequest): Promise<FrameResult> {
  const { video, source } = look;
  const url = video.currentSrc;
  const screenPossible = look.asked && look.screenAllowed && window.top === window;
  if (!/^https?:/.test(url)) return screenPossible ? lookAtScreen(look) : failed('screenRefused');

  source.access ??= await send('background.mediaAccess', { url });
  if (!source.access.granted) {
    const picture = screenPossible ? await lookAtScreen(look) : null;
    // Of the two ways that are closed, the user can open this one.
    return picture && !wasRefused(picture) ? picture : failed('mediaPermission', source.access.host);
  }
  if (source.ownPlayerFailure) return screenPossible ? lookAtScreen(look) : failed(source.ownPlayerFailure);

  const { quality: _, ...context } = contextOf(look, 'ownPlayer');
  const { quarter: rotation, rest } = look.turn ?? UPRIGHT;
  const response = await askEngine('engine.lookAt', { ...context, url, rotation, ...shownTurned(rest) });
  if (response.status !== 'failed' || !FILE_REASONS.has(response.reason)) return { response, mediaHost: '' };
  source.ownPlayerFailure = 'secondAccess';
  return screenPossible ? lookAtScreen(look) : failed('secondAccess');
}

/**
 * What the engine's own player says of a file that did not open a second time: its address works once only, its host wants to know where
 * a request comes from or leads on to a host that was not allowed. It is not true of the file, since the page's player shows it.
 */
const FILE_REASONS: ReadonlySet<UncheckedReason> = new Set([
  'unreadable',
  'unsupportedCodec',
  'noFrames',
  'noVideoTrack',
  'mediaPermission',
]);

async function lookAtScreen(look: FrameRequest): Promise<FrameResult> {
  const picture = await captureVideo(look.video, look.hideBadges);
  if (picture === 'nothingYet') return picture;
  if ('reason' in picture) return failed(picture.reason);
  // The picture may have waited for its turn; the time before that is not its own.
  const context = { ...contextOf(look, 'screen'), covered: layersIn(look.video) };
  const frame = RetainedFrame.from(picture);
  try {
    look.onFrame({ picture: (maxSide) => frame.picture(maxSide), brightness: () => null });
    return { response: await judgeFrame(frame, context), mediaHost: '' };
  } finally {
    frame.close();
  }
}

/** What the page paints over the part of a video that is on the screen, in shares of that part. */
function layersIn(video: HTMLVideoElement): Rect[] {
  const shown = visiblePartOf(rectOf(video), clippersOf(video));
  if (!shown) return [];
  return layersOver(video, shown).map(({ x, y, width, height }) => ({
    x: (x - shown.x) / shown.width,
    y: (y - shown.y) / shown.height,
    width: width / shown.width,
    height: height / shown.height,
  }));
}

function wasRefused(result: FrameResult): boolean {
  return (
    result !== 'nothingYet' &&
    result.response.status === 'failed' &&
    result.response.reason === 'screenRefused'
  );
}

function failed(reason: UncheckedReason, mediaHost = ''): FrameResult {
  return { response: { status: 'failed', reason }, mediaHost };
}
