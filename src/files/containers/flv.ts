import { FrameError } from '../../frames/frame-error.ts';
import { fourCharacters, type ByteReader } from '../byte-reader.ts';
import { codecName } from '../codec-names.ts';
import { lastKeyBefore, type Coding, type PacketPlace, type PacketTrack } from '../packets.ts';
import { UnsupportedCodec } from '../unsupported-codec.ts';

/** Flash Video, which no browser opens and mediabunny does not read; with the newer four-character codecs ("enhanced RTMP"). */

const TAG_BYTES = 11;
const VIDEO_TAG = 9;
/** Codes of the first form, as four characters of other containers. */
const OLD_CODECS: Record<number, string> = {
  2: 'FLV1',
  3: 'FSV1',
  4: 'VP6F',
  5: 'VP6A',
  6: 'FSV2',
  7: 'avc1',
  12: 'hvc1',
};
/** How a packet's bytes are meant. */
const HEADER_PACKET = 0;
const WITH_OFFSET = 1;
const WITHOUT_OFFSET = 3;
const KEY_FRAME = 1;
/** A frame's length where there is but one. */
const ONE_FRAME_MS = 40;

interface VideoTag {
  codec: string;
  key: boolean;
  /** A decoder's parameters, or a frame; null for anything else. */
  content: 'parameters' | 'frame' | null;
  /** From the tag's content on. */
  skipped: number;
  offsetMs: number;
}

/** Reads the first bytes of a video tag. */
function videoTag(view: DataView): VideoTag {
  const first = view.getUint8(0);
  const enhanced = (first & 0x80) !== 0;
  const codec = enhanced ? fourCharacters(view, 1) : (OLD_CODECS[first & 0x0f] ?? '');
  const key = ((first >> 4) & 0x07) === KEY_FRAME;
  const packaged = enhanced || codec === 'avc1' || codec === 'hvc1';
  if (!packaged) return { codec, key, content: 'frame', skipped: 1, offsetMs: 0 };
  const packet = enhanced ? first & 0x0f : view.getUint8(1);
  const head = enhanced ? 5 : 2;
  const signed = ((view.getUint8(head) << 24) | (view.getUint16(head + 1) << 8)) >> 8;
  const hasOffset = !enhanced || (packet === WITH_OFFSET && ['avc1', 'hvc1'].includes(codec));
  const skipped = head + (hasOffset ? 3 : 0);
  if (packet === HEADER_PACKET) return { codec, key, content: 'parameters', skipped, offsetMs: 0 };
  const isFrame = packet === WITH_OFFSET || (enhanced && packet === WITHOUT_OFFSET);
  return { codec, key, content: isFrame ? 'frame' : null, skipped, offsetMs: hasOffset ? signed : 0 };
}

/** @throws UnsupportedCodec */
function codingOf(codec: string, parameters: Uint8Array<ArrayBuffer> | null): Coding {
  const hex = (from: number, to: number) =>
    [...(parameters ?? []).slice(from, to)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  switch (codec) {
    case 'avc1':
      if (!parameters) throw new FrameError('noFrames', 'The FLV file lacks the parameters of its decoder');
      return { kind: 'webCodecs', config: { codec: `avc1.${hex(1, 4)}`, description: parameters } };
    case 'hvc1':
      if (!parameters) throw new FrameError('noFrames', 'The FLV file lacks the parameters of its decoder');
      return { kind: 'webCodecs', config: { codec: 'hvc1.1.6.L120.90', description: parameters } };
    case 'vp09':
      return { kind: 'webCodecs', config: { codec: 'vp09.00.41.08' } };
    case 'av01':
      return {
        kind: 'webCodecs',
        config: { codec: 'av01.0.08M.08', ...(parameters && { description: parameters }) },
      };
    default:
      throw new UnsupportedCodec(codecName(codec));
  }
}

/** @throws FrameError `noVideoTrack`, `noFrames` or as {@link UnsupportedCodec}. */
export async function openFlv(reader: ByteReader): Promise<PacketTrack> {
  const head = await reader.view(0, 9);
  if (!head) throw new FrameError('unreadable', 'The FLV file ends in its header');
  const found: (PacketPlace & { decodeMs: number })[] = [];
  let codec = '';
  let parameters: Uint8Array<ArrayBuffer> | null = null;
  for (let at = head.getUint32(5) + 4; ;) {
    const tag = await reader.view(at, TAG_BYTES + 8);
    if (!tag) break;
    const size = (tag.getUint8(1) << 16) | tag.getUint16(2);
    if (at + TAG_BYTES + size > reader.size) break;
    if ((tag.getUint8(0) & 0x1f) === VIDEO_TAG && size > 0) {
      const decodeMs = ((tag.getUint8(7) << 24) | (tag.getUint8(4) << 16) | tag.getUint16(5)) >>> 0;
      const video = videoTag(new DataView(tag.buffer, tag.byteOffset + TAG_BYTES, 8));
      const place = { at: at + TAG_BYTES + video.skipped, size: size - video.skipped };
      codec ||= video.codec;
      if (video.content === 'parameters') parameters ??= await reader.copy(place.at, place.size);
      else if (video.content === 'frame' && place.size > 0) {
        found.push({ ...place, key: video.key, timeMs: decodeMs + video.offsetMs, decodeMs });
      }
    }
    at += TAG_BYTES + size + 4;
  }
  if (codec === '') throw new FrameError('noVideoTrack', 'The FLV file holds no picture');
  const coding = codingOf(codec, parameters);
  const times = found.map(({ timeMs }) => timeMs);
  const start = times.reduce((least, time) => Math.min(least, time), Infinity);
  if (!Number.isFinite(start)) throw new FrameError('noFrames', 'The FLV file holds no whole frame');
  const span = times.reduce((most, time) => Math.max(most, time), 0) - start;
  const frameMs = found.length > 1 ? span / (found.length - 1) : ONE_FRAME_MS;
  const places = found.map((place) => ({ ...place, timeMs: place.timeMs - start }));
  return {
    coding,
    codec: codecName(codec),
    durationMs: span + frameMs,
    rotation: 0,
    timesInOrder: false,
    async *packetsFrom(timeMs) {
      for (const { at, size, timeMs: time, key } of places.slice(lastKeyBefore(places, timeMs))) {
        yield { data: await reader.copy(at, size), timeMs: time, key };
      }
    },
    close: () => undefined,
  };
}
