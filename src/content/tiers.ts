import { judgeFrame, type FrameContext } from '../frames/exchange.ts';
import { RetainedFrame } from '../frames/retained-frame.ts';
import { askEngine } from '../messages/engine-client.ts';
import type { JudgeResponse, VideoKey } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { photographVideo } from './screen.ts';
import type { Source } from './source.ts';
import { isSecurityError, probePixels } from './taint.ts';

/**
 * The ways to a frame, tried in this order: from the player itself, from the file in the engine's own player, from a
 * picture of the tab (only if the user asked for this video and allows it). Protected videos end at once: we do not work
 * around protection.
 */

export interface Look {
  video: HTMLVideoElement;
  source: Source;
  key: VideoKey;
  asked: boolean;
  visible: boolean;
  /** The setting "read from a picture of the tab if there is no other way". */
  screenAllowed: boolean;
  /** Keeps all badges from being painted for the time of one picture; the function returned ends that. */
  hideBadges: () => Promise<() => void>;
  /** A frame was read from the player; the caller may take a small picture from it before it is closed. */
  onFrame: (frame: RetainedFrame) => void;
}

/** The engine's answer, or that there was nothing to send yet. */
export type LookResult = { response: JudgeResponse; mediaHost: string } | 'nothingYet';

/** Empty frames in a row, one a second, after which a video is taken for protected or for one that shows nothing. */
const MAX_EMPTY_FRAMES = 4;

/** @throws NoReceiverError, RefusedError and validation errors of the exchange with the engine. */
export async function lookAtVideo(look: Look): Promise<LookResult> {
  const { video, source } = look;
  const guarded = video.mediaKeys !== null || source.encrypted;
  const pixels = probePixels(video);
  if (pixels === 'tainted') return guarded ? failed('protectedMedia') : lookElsewhere(look);
  if (pixels === 'nothing' || (pixels === 'black' && guarded)) {
    if (++source.emptyFrames < MAX_EMPTY_FRAMES) return 'nothingYet';
    return failed(guarded ? 'protectedMedia' : 'noFrames');
  }
  source.emptyFrames = 0;
  try {
    return await lookDirectly(look);
  } catch (error) {
    // A file whose later parts come from another host turns tainted in mid-play.
    if (isSecurityError(error)) return lookElsewhere(look);
    throw error;
  }
}

function contextOf(look: Look, quality: FrameContext['quality']): FrameContext {
  const { key, asked, visible } = look;
  return { key, asked, visible, timeMs: Math.max(0, look.video.currentTime * 1000), quality };
}

async function lookDirectly(look: Look): Promise<LookResult> {
  // The time is read with the frame: the player goes on while the engine works.
  const context = contextOf(look, 'direct');
  const frame = RetainedFrame.from(look.video);
  try {
    look.onFrame(frame);
    return { response: await judgeFrame(frame, context), mediaHost: '' };
  } finally {
    frame.close();
  }
}

async function lookElsewhere(look: Look): Promise<LookResult> {
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

  const { key, asked, visible, timeMs } = contextOf(look, 'ownPlayer');
  const response = await askEngine('engine.lookAt', { key, asked, visible, timeMs, url });
  if (response.status !== 'failed' || !FILE_REASONS.has(response.reason) || !screenPossible) {
    return { response, mediaHost: '' };
  }
  source.ownPlayerFailure = response.reason;
  return lookAtScreen(look);
}

/** The file did not open a second time, e.g. since its address works once only; the page's player still shows it. */
const FILE_REASONS: ReadonlySet<UncheckedReason> = new Set([
  'unreadable',
  'unsupportedCodec',
  'noFrames',
  'noVideoTrack',
  'mediaPermission',
]);

async function lookAtScreen(look: Look): Promise<LookResult> {
  const picture = await photographVideo(look.video, look.hideBadges);
  if (picture === 'nothingYet') return picture;
  if ('reason' in picture) return failed(picture.reason);
  // The picture may have waited for its turn; the time before that is not its own.
  const context = contextOf(look, 'screen');
  const frame = RetainedFrame.from(picture);
  try {
    look.onFrame(frame);
    return { response: await judgeFrame(frame, context), mediaHost: '' };
  } finally {
    frame.close();
  }
}

function wasRefused(result: LookResult): boolean {
  return (
    result !== 'nothingYet' &&
    result.response.status === 'failed' &&
    result.response.reason === 'screenRefused'
  );
}

function failed(reason: UncheckedReason, mediaHost = ''): LookResult {
  return { response: { status: 'failed', reason }, mediaHost };
}
