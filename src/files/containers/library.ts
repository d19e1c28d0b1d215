import {
  BlobSource,
  EncodedPacketSink,
  Input,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  WEBM,
  type InputVideoTrack,
} from 'mediabunny';
import { FrameError } from '../../frames/frame-error.ts';
import { codecName, familyOf } from '../codec-names.ts';
import type { Coding, PacketTrack } from '../packets.ts';
import { UnsupportedCodec } from '../unsupported-codec.ts';

/** Containers that mediabunny takes apart: MPEG transport streams, Matroska, MP4 and QuickTime. */

/** Of what the library knows only that: its playlists name addresses, which are not fetched here. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, MPEG_TS];

/** What the container calls the codec; nothing is known of some. */
async function codeOf(track: InputVideoTrack): Promise<string> {
  const id = await track.getInternalCodecId();
  return (await track.getCodec()) ?? (typeof id === 'string' ? id : '');
}

/** @throws UnsupportedCodec */
async function codingOf(track: InputVideoTrack, code: string): Promise<Coding> {
  if (familyOf(code) === 'Motion JPEG') return { kind: 'jpeg' };
  const config = await track.getDecoderConfig().catch(() => null);
  if (config) return { kind: 'webCodecs', config };
  throw new UnsupportedCodec(codecName(code));
}

/**
 * @returns null if the library does not know the container, or sees no picture in it.
 * @throws FrameError `noFrames`, `unreadable`, or as {@link UnsupportedCodec}.
 */
export async function openByLibrary(file: Blob): Promise<PacketTrack | null> {
  const input = new Input({ formats: FORMATS, source: new BlobSource(file) });
  const close = (): void => input.dispose();
  try {
    if (!(await input.canRead())) {
      close();
      return null;
    }
    const track = await input.getPrimaryVideoTrack();
    if (!track) {
      close();
      return null;
    }
    const code = await codeOf(track);
    const coding = await codingOf(track, code);
    // What lies before 0 is left out by an edit list: it is decoded from, and not shown.
    const startMs = Math.max(0, 1000 * (await track.getFirstTimestamp()));
    const durationMs = 1000 * (await track.computeDuration()) - startMs;
    if (!(durationMs > 0)) throw new FrameError('noFrames', 'The medium is zero seconds long');
    const sink = new EncodedPacketSink(track);
    return {
      coding,
      codec: codecName(code),
      durationMs,
      rotation: await track.getRotation(),
      timesInOrder: false,
      async *packetsFrom(timeMs) {
        const time = (timeMs + startMs) / 1000;
        try {
          let packet = (await sink.getKeyPacket(time)) ?? (await sink.getFirstPacket());
          while (packet) {
            yield {
              data: packet.data,
              timeMs: 1000 * packet.timestamp - startMs,
              key: packet.type === 'key',
            };
            packet = await sink.getNextPacket(packet);
          }
        } catch (error) {
          throw readable(error);
        }
      },
      close,
    };
  } catch (error) {
    close();
    throw readable(error);
  }
}

/** The library speaks of errors of its own where a file is damaged. */
function readable(error: unknown): FrameError {
  if (error instanceof FrameError) return error;
  return new FrameError('unreadable', 'The container is damaged', { cause: error });
}
