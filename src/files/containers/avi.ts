import { FrameError } from '../../frames/frame-error.ts';
import { fourCharacters, type ByteReader } from '../byte-reader.ts';
import { codecName, familyOf } from '../codec-names.ts';
import { avcCodecString, isKeyUnit } from '../h264.ts';
import {
  lastKeyBefore,
  type Coding,
  type PacketPlace,
  type PacketTrack,
  type RawLayout,
} from '../packets.ts';
import { UnsupportedCodec } from '../unsupported-codec.ts';
import { chunksIn, type Chunk } from './riff.ts';

/**
 * Audio Video Interleave, which no browser opens and mediabunny does not read. Both indexes are understood (`idx1` of AVI 1.0, `indx` of OpenDML),
 * and a file that was cut off before its index is walked through.
 */

interface Stream {
  number: number;
  /** What the header calls the codec: four characters, or a number of Windows' own. */
  handler: string;
  compression: string;
  width: number;
  height: number;
  bitsPerPixel: number;
  frameMs: number;
  /** OpenDML's list of indexes. */
  indexes: { at: number }[];
  /** Further bytes of the format, where some write what a decoder needs first. */
  extra: Uint8Array<ArrayBuffer>;
}

const HEADER_BYTES = 56;
const FORMAT_BYTES = 40;
const KEY_FLAG = 0x10;
const NOT_KEY = 0x80000000;
/** How much of a packet tells whether it is a key frame. */
const PEEKED_BYTES = 4096;

async function streamIn(reader: ByteReader, list: Chunk, number: number): Promise<Stream | null> {
  let found: Omit<Stream, 'width' | 'height' | 'bitsPerPixel' | 'compression' | 'indexes' | 'extra'> | null =
    null;
  let format: Pick<Stream, 'width' | 'height' | 'bitsPerPixel' | 'compression' | 'extra'> | null = null;
  const indexes: { at: number }[] = [];
  for await (const chunk of chunksIn(reader, list.at, list.end)) {
    if (chunk.id === 'strh') {
      const view = await reader.view(chunk.at, Math.min(HEADER_BYTES, chunk.size));
      if (!view || view.byteLength < 36 || fourCharacters(view, 0) !== 'vids') return null;
      const [scale, rate] = [view.getUint32(20, true), view.getUint32(24, true)];
      const frameMs = rate > 0 && scale > 0 ? (1000 * scale) / rate : 40;
      found = { number, handler: fourCharacters(view, 4), frameMs };
    } else if (chunk.id === 'strf') {
      const view = await reader.view(chunk.at, FORMAT_BYTES);
      if (!view) return null;
      format = {
        width: view.getInt32(4, true),
        height: view.getInt32(8, true),
        bitsPerPixel: view.getUint16(14, true),
        compression: view.getUint32(16, true) === 0 ? 'DIB ' : fourCharacters(view, 16),
        extra: await reader.copy(chunk.at + FORMAT_BYTES, Math.max(0, chunk.size - FORMAT_BYTES)),
      };
    } else if (chunk.id === 'indx') indexes.push({ at: chunk.at });
  }
  return found && format ? { ...found, ...format, indexes } : null;
}

/** Where a stream's frames lie, without times yet; a frame of no bytes shows the one before it again. */
type Place = Pick<PacketPlace, 'at' | 'size'> & { key: boolean | null };

async function byOpenDml(reader: ByteReader, stream: Stream): Promise<Place[]> {
  const places: Place[] = [];
  for (const { at } of stream.indexes) {
    const head = await reader.view(at, 24);
    // Type 0 is an index of indexes; any other lies in the header itself, which nothing writes.
    if (head?.getUint8(3) !== 0) continue;
    const entries = await reader.copy(at + 24, 16 * head.getUint32(4, true));
    const list = new DataView(entries.buffer);
    for (let entry = 0; entry + 16 <= entries.length; entry += 16) {
      const standard = Number(list.getBigUint64(entry, true));
      const start = await reader.view(standard, 32);
      if (start?.getUint8(11) !== 1) continue;
      const base = Number(start.getBigUint64(20, true));
      const rows = await reader.copy(standard + 32, 8 * start.getUint32(12, true));
      const view = new DataView(rows.buffer);
      for (let row = 0; row + 8 <= rows.length; row += 8) {
        const size = view.getUint32(row + 4, true);
        places.push({
          at: base + view.getUint32(row, true),
          size: size % NOT_KEY,
          key: size < NOT_KEY,
        });
      }
    }
  }
  return places;
}

function isFrameOf(id: string, stream: number): boolean {
  return Number.parseInt(id.slice(0, 2), 10) === stream && ['dc', 'db', 'DC', 'DB'].includes(id.slice(2));
}

async function byOldIndex(reader: ByteReader, stream: Stream, index: Chunk, movie: Chunk): Promise<Place[]> {
  const bytes = await reader.copy(index.at, index.size);
  const view = new DataView(bytes.buffer);
  const places: Place[] = [];
  let base: number | null = null;
  for (let row = 0; row + 16 <= bytes.length; row += 16) {
    if (!isFrameOf(fourCharacters(view, row), stream.number)) continue;
    const offset = view.getUint32(row + 8, true);
    // Offsets count from the list's name, but some programs count from the start of the file.
    base ??= (await startsChunk(reader, movie.at - 4 + offset, stream.number)) ? movie.at - 4 : 0;
    places.push({
      at: base + offset + 8,
      size: view.getUint32(row + 12, true),
      key: (view.getUint32(row + 4, true) & KEY_FLAG) !== 0,
    });
  }
  return places;
}

async function startsChunk(reader: ByteReader, at: number, stream: number): Promise<boolean> {
  const view = await reader.view(at, 4);
  return view !== null && isFrameOf(fourCharacters(view, 0), stream);
}

async function byWalking(reader: ByteReader, stream: Stream, from: number, end: number): Promise<Place[]> {
  const places: Place[] = [];
  for await (const chunk of chunksIn(reader, from, end)) {
    if (chunk.list === 'rec ') places.push(...(await byWalking(reader, stream, chunk.at, chunk.end)));
    else if (isFrameOf(chunk.id, stream.number)) places.push({ at: chunk.at, size: chunk.size, key: null });
  }
  return places;
}

const RAW: Record<string, RawLayout['format']> = {
  I420: 'I420',
  IYUV: 'I420',
  YV12: 'YV12',
  NV12: 'NV12',
  YUY2: 'YUY2',
  YUYV: 'YUY2',
  UYVY: 'UYVY',
};

/** @throws UnsupportedCodec */
async function codingOf(reader: ByteReader, stream: Stream, first: Place): Promise<Coding> {
  const { compression, bitsPerPixel, width } = stream;
  const height = Math.abs(stream.height);
  const raw = RAW[compression.toUpperCase()];
  if (raw) return { kind: 'raw', layout: { format: raw, width, height, bottomUp: false } };
  if (compression === 'DIB ' && (bitsPerPixel === 24 || bitsPerPixel === 32)) {
    const format = bitsPerPixel === 24 ? 'BGR' : 'BGRX';
    return { kind: 'raw', layout: { format, width, height, bottomUp: stream.height > 0 } };
  }
  switch (familyOf(compression)) {
    case 'Motion JPEG':
      return { kind: 'jpeg' };
    case 'H.264': {
      const head = await reader.copy(first.at, Math.min(first.size, PEEKED_BYTES));
      // Written as MP4 does, the decoder's parameters follow the format and begin with 1.
      const described = stream.extra[0] === 1 && avcCodecString(head) === null;
      const hex = [...stream.extra.subarray(1, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      const codec = described ? `avc1.${hex}` : (avcCodecString(head) ?? avcCodecString(stream.extra));
      if (codec === null) break;
      return { kind: 'webCodecs', config: { codec, ...(described && { description: stream.extra }) } };
    }
    case 'VP8':
      return { kind: 'webCodecs', config: { codec: 'vp8' } };
    case 'VP9':
      return { kind: 'webCodecs', config: { codec: 'vp09.00.41.08' } };
    case 'AV1':
      return { kind: 'webCodecs', config: { codec: 'av01.0.08M.08' } };
  }
  throw new UnsupportedCodec(
    compression === 'DIB ' ? `uncompressed video of ${bitsPerPixel} bits` : codecName(compression),
  );
}

/** @throws FrameError `noVideoTrack`, `noFrames`, `unreadable` or as {@link UnsupportedCodec}. */
export async function openAvi(reader: ByteReader): Promise<PacketTrack> {
  let header = false;
  let stream: Stream | null = null;
  let movie: Chunk | null = null;
  let oldIndex: Chunk | null = null;
  const movies: Chunk[] = [];
  for await (const file of chunksIn(reader, 0, reader.size)) {
    if (file.list !== 'AVI ' && file.list !== 'AVIX') continue;
    for await (const part of chunksIn(reader, file.at, file.end)) {
      if (part.list === 'hdrl') {
        header = true;
        stream ??= await pictureStream(reader, part);
      } else if (part.list === 'movi') {
        movie ??= part;
        movies.push(part);
      } else if (part.id === 'idx1') oldIndex ??= part;
    }
  }
  if (!header) throw new FrameError('unreadable', 'The AVI file has no header');
  if (!stream) throw new FrameError('noVideoTrack', 'The AVI file declares no picture');
  if (!movie) throw new FrameError('noFrames', 'The AVI file ends before its first frame');

  let found = await byOpenDml(reader, stream);
  if (found.length === 0 && oldIndex) found = await byOldIndex(reader, stream, oldIndex, movie);
  if (found.length === 0) {
    for (const { at, end } of movies) found.push(...(await byWalking(reader, stream, at, end)));
  }
  const { frameMs } = stream;
  const durationMs = found.length * frameMs;
  const timed = found.map((place, index) => ({ ...place, timeMs: index * frameMs }));
  const shown = timed.filter(({ at, size }) => size > 0 && at + size <= reader.size);
  const [first] = shown;
  if (!first) throw new FrameError('noFrames', 'The AVI file holds no whole frame');

  const coding = await codingOf(reader, stream, first);
  const places: PacketPlace[] = [];
  for (const [index, place] of shown.entries()) {
    const key =
      coding.kind !== 'webCodecs' ||
      (place.key ??
        (index === 0 || isKeyUnit(await reader.bytes(place.at, Math.min(place.size, PEEKED_BYTES)))));
    places.push({ ...place, key });
  }
  return {
    coding,
    codec: codecName(stream.compression),
    durationMs,
    rotation: 0,
    timesInOrder: true,
    async *packetsFrom(timeMs) {
      for (const { at, size, timeMs: time, key } of places.slice(lastKeyBefore(places, timeMs))) {
        yield { data: await reader.copy(at, size), timeMs: time, key };
      }
    },
    close: () => undefined,
  };
}

async function pictureStream(reader: ByteReader, header: Chunk): Promise<Stream | null> {
  let number = 0;
  for await (const { list, ...chunk } of chunksIn(reader, header.at, header.end)) {
    if (list !== 'strl') continue;
    const stream = await streamIn(reader, { list, ...chunk }, number);
    if (stream) return stream;
    number++;
  }
  return null;
}
