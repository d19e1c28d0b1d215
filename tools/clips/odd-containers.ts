import { MkvOutputFormat, MpegTsOutputFormat } from 'mediabunny';
import { clipOf, muxed } from './coded-clip.ts';

/** Clips that play, in containers that browsers do not open: the same coded frames, packed otherwise. */

function u32(value: number, littleEndian = true): Buffer {
  const bytes = Buffer.alloc(4);
  if (littleEndian) bytes.writeUInt32LE(value >>> 0);
  else bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

function chunk(id: string, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from(id, 'latin1'), u32(body.length), body, Buffer.alloc(body.length % 2)]);
}

const START_CODE = Buffer.from([0, 0, 0, 1]);

/** The units of a frame, each behind its length in four bytes, as a byte stream. */
function byteStream(frame: Uint8Array): Buffer {
  const units: Uint8Array[] = [];
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  for (let at = 0; at + 4 <= frame.length; at += 4 + view.getUint32(at)) {
    units.push(START_CODE, frame.subarray(at + 4, at + 4 + view.getUint32(at)));
  }
  return Buffer.concat(units);
}

/** The parameter sets of an `avcC` as a byte stream. */
function parameterSets(description: Uint8Array): Buffer {
  const parts: Uint8Array[] = [];
  const view = new DataView(description.buffer, description.byteOffset, description.byteLength);
  let at = 5;
  for (const mask of [0x1f, 0xff]) {
    const count = view.getUint8(at++) & mask;
    for (let i = 0; i < count; i++) {
      const length = view.getUint16(at);
      parts.push(START_CODE, description.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return Buffer.concat(parts);
}

export interface AviOptions {
  framesPerSecond: number;
  /** Four characters; the clip's own codec if not given. */
  codec?: string;
  /** Without it the file ends as one of a camera that lost power. */
  index?: boolean;
}

/** An AVI of coded frames. @param frames with `key` where decoding can start. */
export function avi(
  frames: readonly { data: Uint8Array; key: boolean }[],
  { width, height }: { width: number; height: number },
  { framesPerSecond, codec = 'DIB ', index = true }: AviOptions,
): Buffer {
  const compression = codec === 'DIB ' ? u32(0) : Buffer.from(codec, 'latin1');
  const main = [
    Math.round(1e6 / framesPerSecond),
    0,
    0,
    0x10,
    frames.length,
    0,
    1,
    0,
    width,
    height,
    0,
    0,
    0,
    0,
  ];
  const stream = [0, 0, 0, 1, framesPerSecond, 0, frames.length, 0, 0, 0, 0, 0];
  const size = 3 * width * height;
  const format = Buffer.concat([
    u32(40),
    u32(width),
    u32(height),
    Buffer.from([1, 0, 24, 0]),
    compression,
    u32(size),
    Buffer.alloc(16),
  ]);
  const header = chunk(
    'LIST',
    Buffer.from('hdrl', 'latin1'),
    chunk('avih', ...main.map((value) => u32(value))),
    chunk(
      'LIST',
      Buffer.from('strl', 'latin1'),
      chunk('strh', Buffer.from('vids', 'latin1'), compression, ...stream.map((value) => u32(value))),
      chunk('strf', format),
    ),
  );
  let offset = 4;
  const rows: Buffer[] = [];
  const chunks = frames.map(({ data, key }) => {
    const bytes = chunk('00dc', data);
    rows.push(
      Buffer.concat([Buffer.from('00dc', 'latin1'), u32(key ? 0x10 : 0), u32(offset), u32(data.length)]),
    );
    offset += bytes.length;
    return bytes;
  });
  const movie = chunk('LIST', Buffer.from('movi', 'latin1'), ...chunks);
  return chunk(
    'RIFF',
    Buffer.from('AVI ', 'latin1'),
    header,
    movie,
    ...(index ? [chunk('idx1', ...rows)] : []),
  );
}

async function aviOf(mp4: Uint8Array, index: boolean): Promise<Buffer> {
  const clip = await clipOf(mp4);
  const sets = clip.codec === 'avc' && clip.description ? parameterSets(clip.description) : Buffer.alloc(0);
  const frames = clip.packets.map(({ data, type }) => {
    const key = type === 'key';
    const bytes = clip.codec === 'avc' ? byteStream(data) : Buffer.from(data);
    return { data: key ? Buffer.concat([sets, bytes]) : bytes, key };
  });
  return avi(frames, clip, { framesPerSecond: 25, codec: clip.codec === 'avc' ? 'H264' : 'VP90', index });
}

export const asAvi = (mp4: Uint8Array): Promise<Buffer> => aviOf(mp4, true);
export const asAviWithoutIndex = (mp4: Uint8Array): Promise<Buffer> => aviOf(mp4, false);

/** An AVI that says that it is MPEG-4 Part 2, as research sets and old downloads are. */
export async function asXvid(mp4: Uint8Array): Promise<Buffer> {
  const { packets, width, height } = await clipOf(mp4);
  const frames = packets.map(({ data }, i) => ({ data, key: i === 0 }));
  return avi(frames, { width, height }, { framesPerSecond: 25, codec: 'XVID' });
}

function flvTag(content: Buffer, timeMs: number): Buffer {
  const head = Buffer.alloc(11);
  head.writeUInt8(9, 0);
  head.writeUIntBE(content.length, 1, 3);
  head.writeUIntBE(timeMs & 0xffffff, 4, 3);
  head.writeUInt8((timeMs >> 24) & 0xff, 7);
  return Buffer.concat([head, content, u32(head.length + content.length, false)]);
}

/** Flash Video; of a clip that is not H.264 with the newer names of codecs. */
export async function asFlv(mp4: Uint8Array): Promise<Buffer> {
  const { codec, description, packets } = await clipOf(mp4);
  const head = Buffer.from([0x46, 0x4c, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0]);
  const tags = packets.map(({ data, type, timestamp }) => {
    const kind = type === 'key' ? 1 : 2;
    const before =
      codec === 'avc'
        ? Buffer.from([(kind << 4) | 7, 1, 0, 0, 0])
        : Buffer.concat([Buffer.from([0x80 | (kind << 4) | 1]), Buffer.from('vp09', 'latin1')]);
    return flvTag(Buffer.concat([before, data]), Math.round(1000 * timestamp));
  });
  const first =
    codec === 'avc' && description
      ? [flvTag(Buffer.concat([Buffer.from([0x17, 0, 0, 0, 0]), description]), 0)]
      : [];
  return Buffer.concat([head, ...first, ...tags]);
}

export async function asMatroska(mp4: Uint8Array): Promise<Uint8Array> {
  return muxed(await clipOf(mp4), new MkvOutputFormat());
}

/** A transport stream holds no VP9: where the clip is that, one that declares MPEG-2 and holds nothing. */
export async function asTransportStream(mp4: Uint8Array): Promise<Uint8Array> {
  const clip = await clipOf(mp4);
  return clip.codec === 'avc' ? muxed(clip, new MpegTsOutputFormat()) : mpeg2TransportStream();
}

function section(pid: number, table: number, id: number, body: readonly number[]): Buffer {
  const length = 5 + body.length + 4;
  const bytes = [
    table,
    0xb0 | (length >> 8),
    length & 0xff,
    id >> 8,
    id & 0xff,
    0xc1,
    0,
    0,
    ...body,
    0,
    0,
    0,
    0,
  ];
  const packet = Buffer.alloc(188, 0xff);
  Buffer.from([0x47, 0x40 | (pid >> 8), pid & 0xff, 0x10, 0, ...bytes]).copy(packet);
  return packet;
}

/** The tables of a broadcast: one programme with a picture in MPEG-2. */
export function mpeg2TransportStream(): Buffer {
  const programmes = section(0, 0, 1, [0, 1, 0xe1, 0]);
  const streams = section(0x100, 2, 1, [0xe1, 0x01, 0xf0, 0, 0x02, 0xe1, 0x01, 0xf0, 0]);
  const nothing = section(0x1fff, 0xff, 0, []);
  return Buffer.concat([programmes, streams, ...Array.from({ length: 20 }, () => nothing)]);
}
