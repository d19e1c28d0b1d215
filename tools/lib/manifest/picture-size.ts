import { open } from 'node:fs/promises';

/** In pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Enough for every head of a picture but those with a large preview before the size. */
const HEAD_BYTES = 256 * 1024;

/** The frame headers of JPEG: SOF0…SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function jpegSize(head: Buffer): Size | null {
  let at = 2;
  while (at + 9 <= head.length) {
    if (head.readUInt8(at) !== 0xff) return null;
    const marker = head.readUInt8(at + 1);
    if (marker === 0xff) at++;
    else if (isFrameHeader(marker))
      return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
    else at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
}

function webpSize(head: Buffer): Size | null {
  if (head.length < 30) return null;
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    default:
      return null;
  }
}

/** The size that the head of a JPEG, PNG or WebP file tells; null for anything else. Turns of EXIF are not applied. */
export function pictureSize(head: Buffer): Size | null {
  if (head.length >= 4 && head.readUInt16BE(0) === 0xffd8) return jpegSize(head);
  if (head.length >= 24 && head.toString('latin1', 12, 16) === 'IHDR') {
    return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  }
  return head.toString('latin1', 8, 12) === 'WEBP' ? webpSize(head) : null;
}

/** As {@link pictureSize}, of a file; null also if it cannot be read. */
export async function sizeOfPicture(file: string): Promise<Size | null> {
  const handle = await open(file).catch(() => null);
  if (!handle) return null;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return pictureSize(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
