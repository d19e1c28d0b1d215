import { FrameError } from '../frames/frame-error.ts';
import { openOwnPlayer } from '../frames/own-player.ts';
import { RetainedFrame } from '../frames/retained-frame.ts';
import type { UncheckedReason } from '../verdict/types.ts';
import { ByteReader } from './byte-reader.ts';
import { openAvi } from './containers/avi.ts';
import { declaredCodec } from './containers/declared-codec.ts';
import { openFlv } from './containers/flv.ts';
import type { FrameSeries } from './frame-series.ts';
import type { Container } from './kind.ts';
import { assertDecodable, decodeAt } from './packet-decoder.ts';
import type { PacketTrack } from './packets.ts';
import { isUnread, UNREAD_CONTAINERS } from './unread-containers.ts';
import { UnsupportedCodec } from './unsupported-codec.ts';

/** Containers that a browser's player may open; the others are taken apart at once. */
const PLAYED: Partial<Record<Container, string>> = {
  mp4: 'video/mp4',
  matroska: 'video/webm',
  ogg: 'video/ogg',
};

/** Ends of the player after which the container is taken apart: to read it after all, or to name its codec. */
const WORTH_A_LOOK: readonly UncheckedReason[] = ['unreadable', 'unsupportedCodec', 'noVideoTrack'];

/**
 * Opens a video: in the browser's own player where that reads the container, else by taking the container apart and
 * decoding its packets.
 * @param container null if it is not known; the player may know it.
 * @throws FrameError with the reason to tell, {@link UnsupportedCodec} where the codec can be named.
 */
export async function openVideo(
  file: Blob,
  container: Container | null,
  signal: AbortSignal,
): Promise<FrameSeries> {
  if (container !== null && !(container in PLAYED)) return openPackets(file, container, signal);
  try {
    return await openInPlayer(file, (container && PLAYED[container]) ?? '', signal);
  } catch (error) {
    const mayHelp = error instanceof FrameError && WORTH_A_LOOK.includes(error.reason);
    if (container === null || !mayHelp) throw error;
    try {
      return await openPackets(file, container, signal);
    } catch (second) {
      // What the player said stands, unless the codec has got a name or the user wants no more.
      const better = second instanceof UnsupportedCodec || signal.aborted;
      throw better ? second : error;
    }
  }
}

async function openInPlayer(file: Blob, type: string, signal: AbortSignal): Promise<FrameSeries> {
  // With the type of its content: the one that its name suggested may keep the player from opening it.
  const url = URL.createObjectURL(file.slice(0, file.size, type));
  try {
    const series = await openAddress(url, signal);
    return {
      ...series,
      close: () => {
        series.close();
        URL.revokeObjectURL(url);
      },
    };
  } catch (error) {
    URL.revokeObjectURL(url);
    throw error;
  }
}

/**
 * Opens a video by its address, in the browser's own player.
 * @param url blob: of the extension, or http(s) of a host that the user allowed: frames of others cannot be read.
 * @throws FrameError
 */
export async function openAddress(url: string, signal: AbortSignal): Promise<FrameSeries> {
  const player = await openOwnPlayer(url, signal);
  return {
    durationMs: player.durationMs,
    frameCount: null,
    frameAt: async (timeMs) => {
      const frame = await player.frameAt(timeMs);
      return { frame, timeMs: frame.timeMs ?? timeMs };
    },
    close: () => player.close(),
  };
}

async function openPackets(file: Blob, container: Container, signal: AbortSignal): Promise<FrameSeries> {
  const closed = new AbortController();
  const life = AbortSignal.any([signal, closed.signal]);
  const track = await trackOf(file, container, new ByteReader(file, life));
  const close = (): void => {
    closed.abort();
    track.close();
  };
  try {
    await assertDecodable(track);
  } catch (error) {
    close();
    throw error;
  }
  return {
    durationMs: track.durationMs,
    frameCount: null,
    async frameAt(wantedMs) {
      const { picture, timeMs } = await decodeAt(track, wantedMs, life);
      try {
        return { frame: RetainedFrame.from(picture, track.rotation), timeMs };
      } finally {
        if ('close' in picture) picture.close();
      }
    },
    close,
  };
}

async function trackOf(file: Blob, container: Container, reader: ByteReader): Promise<PacketTrack> {
  if (isUnread(container)) throw new UnsupportedCodec(UNREAD_CONTAINERS[container]);
  switch (container) {
    case 'avi':
      return openAvi(reader);
    case 'flv':
      return openFlv(reader);
    case 'mpegTs':
    case 'mp4':
    case 'matroska': {
      // A third of a megabyte that most files do not need.
      const { openByLibrary } = await import('./containers/library.ts');
      const named = (codec: string | null) => (codec === null ? null : new UnsupportedCodec(codec));
      try {
        const track = await openByLibrary(file);
        if (track) return track;
      } catch (error) {
        if (!(error instanceof UnsupportedCodec)) throw error;
        throw named(await declaredCodec(reader, container)) ?? error;
      }
      break;
    }
  }
  const codec = await declaredCodec(reader, container);
  if (codec !== null) throw new UnsupportedCodec(codec);
  throw new FrameError('noVideoTrack', 'The container declares no picture that is known');
}
