import { crc32 } from 'node:zlib';

/** Animated pictures, put together from still ones. */

/** All frames as long, in ms. */
interface Timing {
  frameMs: number;
}

interface Size {
  width: number;
  height: number;
}

const PNG_HEAD = 8;

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), out.length - 4);
  return out;
}

function pngChunks(png: Buffer): { type: string; data: Buffer }[] {
  const chunks = [];
  for (let at = PNG_HEAD; at + 12 <= png.length;) {
    const size = png.readUInt32BE(at);
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + size) });
    at += 12 + size;
  }
  return chunks;
}

/** An animated PNG of PNG files of one size. */
export function apng(frames: readonly Buffer[], { frameMs }: Timing): Buffer {
  const [first] = frames;
  if (!first) throw new Error('An animation needs frames');
  const header = pngChunks(first).find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(13);
  const control = Buffer.alloc(8);
  control.writeUInt32BE(frames.length);
  const parts = [first.subarray(0, PNG_HEAD), pngChunk('IHDR', header), pngChunk('acTL', control)];
  let sequence = 0;
  for (const [index, frame] of frames.entries()) {
    const about = Buffer.alloc(26);
    about.writeUInt32BE(sequence++);
    header.copy(about, 4, 0, 8);
    about.writeUInt16BE(frameMs, 20);
    about.writeUInt16BE(1000, 22);
    parts.push(pngChunk('fcTL', about));
    for (const { type, data } of pngChunks(frame)) {
      if (type !== 'IDAT') continue;
      const number = Buffer.alloc(4);
      if (index === 0) parts.push(pngChunk('IDAT', data));
      else {
        number.writeUInt32BE(sequence++);
        parts.push(pngChunk('fdAT', Buffer.concat([number, data])));
      }
    }
  }
  return Buffer.concat([...parts, pngChunk('IEND', Buffer.alloc(0))]);
}

function riffChunk(id: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** An animated WebP of WebP files of one size. */
export function animatedWebp(frames: readonly Buffer[], { width, height, frameMs }: Size & Timing): Buffer {
  const canvas = Buffer.alloc(10);
  canvas.writeUInt8(0x02);
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  const shown = frames.map((frame) => {
    const about = Buffer.alloc(16);
    about.writeUIntLE(width - 1, 6, 3);
    about.writeUIntLE(height - 1, 9, 3);
    about.writeUIntLE(frameMs, 12, 3);
    // A still file may say more of itself before its picture; only the picture is wanted.
    let at = 12;
    while (!['VP8 ', 'VP8L'].includes(frame.toString('latin1', at, at + 4))) {
      const size = frame.readUInt32LE(at + 4);
      at += 8 + size + (size % 2);
    }
    const end = at + 8 + frame.readUInt32LE(at + 4);
    return riffChunk('ANMF', Buffer.concat([about, frame.subarray(at, end + (end % 2))]));
  });
  const body = [
    Buffer.from('WEBP', 'latin1'),
    riffChunk('VP8X', canvas),
    riffChunk('ANIM', Buffer.alloc(6)),
    ...shown,
  ];
  return riffChunk('RIFF', Buffer.concat(body));
}

const RED_STEPS = 6;
const GREEN_STEPS = 7;
const BLUE_STEPS = 6;

function palette(): Buffer {
  const colours = Buffer.alloc(256 * 3);
  for (let index = 0; index < RED_STEPS * GREEN_STEPS * BLUE_STEPS; index++) {
    const blue = index % BLUE_STEPS;
    const green = Math.floor(index / BLUE_STEPS) % GREEN_STEPS;
    const red = Math.floor(index / (BLUE_STEPS * GREEN_STEPS));
    colours[3 * index] = (255 * red) / (RED_STEPS - 1);
    colours[3 * index + 1] = (255 * green) / (GREEN_STEPS - 1);
    colours[3 * index + 2] = (255 * blue) / (BLUE_STEPS - 1);
  }
  return colours;
}

/** Codes of nine bits throughout: the table is cleared before it would need ten. */
function uncompressedLzw(indexes: Uint8Array): Buffer {
  const CLEAR = 256;
  const END = 257;
  const bytes: number[] = [];
  let bits = 0;
  let pending = 0;
  const put = (code: number): void => {
    pending |= code << bits;
    for (bits += 9; bits >= 8; bits -= 8) {
      bytes.push(pending & 0xff);
      pending >>= 8;
    }
  };
  for (const [at, index] of indexes.entries()) {
    if (at % 250 === 0) put(CLEAR);
    put(index);
  }
  put(END);
  if (bits > 0) bytes.push(pending & 0xff);
  const blocks: Buffer[] = [Buffer.from([8])];
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.slice(at, at + 255);
    blocks.push(Buffer.from([block.length, ...block]));
  }
  return Buffer.concat([...blocks, Buffer.from([0])]);
}

/** A GIF of RGBA pixels. */
export function gif(frames: readonly Buffer[], { width, height, frameMs }: Size & Timing): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width);
  size.writeUInt16LE(height, 2);
  const parts = [Buffer.from('GIF89a', 'latin1'), size, Buffer.from([0xf7, 0, 0]), palette()];
  for (const rgba of frames) {
    const indexes = Uint8Array.from({ length: width * height }, (_, pixel) => {
      const step = (channel: number, steps: number) =>
        Math.round(((rgba[4 * pixel + channel] ?? 0) / 255) * (steps - 1));
      return (step(0, RED_STEPS) * GREEN_STEPS + step(1, GREEN_STEPS)) * BLUE_STEPS + step(2, BLUE_STEPS);
    });
    const delay = Buffer.alloc(2);
    delay.writeUInt16LE(Math.round(frameMs / 10));
    parts.push(Buffer.from([0x21, 0xf9, 4, 0]), delay, Buffer.from([0, 0]));
    parts.push(Buffer.from([0x2c, 0, 0, 0, 0]), size, Buffer.from([0]), uncompressedLzw(indexes));
  }
  return Buffer.concat([...parts, Buffer.from([0x3b])]);
}
