import type { ByteReader } from '../byte-reader.ts';
import { codecName, streamTypeName } from '../codec-names.ts';
import type { Container } from '../kind.ts';

/** Which codec the head of a container declares, for those containers and codecs that are not read any further. */

/** Enough for every header, and for the tables of a transport stream that began at a random moment. */
const SEARCHED_BYTES = 2 * 1024 * 1024;

/** ASF's stream of pictures, and where from there Windows' bitmap header names the codec. */
const ASF_VIDEO = [
  0xc0, 0xef, 0x19, 0xbc, 0x4d, 0x5b, 0xcf, 0x11, 0xa8, 0xfd, 0x00, 0x80, 0x5f, 0x5c, 0x44, 0x2b,
];
const ASF_CODEC = 81;
/** In Windows' bitmap header; it begins with its own length, 40. */
const BITMAP_CODEC = 16;
const BITMAP_HEADER = '\x28\0\0\0';

function latin(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

function inAsf(bytes: Uint8Array): string | null {
  const at = latin(bytes).indexOf(latin(new Uint8Array(ASF_VIDEO)));
  return at < 0 ? null : codecName(latin(bytes.subarray(at + ASF_CODEC, at + ASF_CODEC + 4)));
}

function inRealMedia(text: string): string | null {
  const at = text.indexOf('VIDO');
  return at < 0 ? null : codecName(text.slice(at + 4, at + 8));
}

function inOgg(text: string): string | null {
  return text.includes('theora') ? 'Theora' : text.includes('BBCD\0') ? 'Dirac' : null;
}

/** A codec of Windows in Matroska: its bitmap header lies beside the codec's name. */
function inMatroska(text: string): string | null {
  const name = text.indexOf('V_MS/VFW/FOURCC');
  if (name < 0) return null;
  const around = text.slice(Math.max(0, name - 512), name + 512);
  const at = around.indexOf(BITMAP_HEADER);
  return at < 0 ? null : codecName(around.slice(at + BITMAP_CODEC, at + BITMAP_CODEC + 4));
}

function startCode(bytes: Uint8Array, code: number, from = 0): number {
  for (let at = from; at + 3 < bytes.length; at++) {
    if (bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1 && bytes[at + 3] === code) return at;
  }
  return -1;
}

const SEQUENCE = 0xb3;
const EXTENSION = 0xb5;
const VISUAL_OBJECTS = 0xb0;
const HEVC_PARAMETERS = 0x40;
/** Decodable, but such streams, of recorders mostly, are not taken apart here. */
const AVC_PARAMETERS = [0x67, 0x47, 0x27];
const EXTENSION_WITHIN = 160;

/** By the first headers of the elementary stream. */
function inProgramStream(bytes: Uint8Array): string | null {
  const sequence = startCode(bytes, SEQUENCE);
  if (sequence >= 0) {
    const extension = startCode(bytes, EXTENSION, sequence);
    return extension >= 0 && extension < sequence + EXTENSION_WITHIN ? 'MPEG-2 video' : 'MPEG-1 video';
  }
  if (startCode(bytes, VISUAL_OBJECTS) >= 0) return 'MPEG-4 Part 2';
  if (startCode(bytes, HEVC_PARAMETERS) >= 0) return 'HEVC (H.265)';
  if (AVC_PARAMETERS.some((code) => startCode(bytes, code) >= 0)) return 'H.264 in a program stream';
  return null;
}

/** The picture's stream type in a section of the program map that begins at `at`. */
function inProgramMap(bytes: Uint8Array, at: number): string | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (at + 12 > bytes.length || view.getUint8(at) !== 2) return null;
  const end = Math.min(bytes.length, at + 3 + (view.getUint16(at + 1) & 0x0fff) - 4);
  for (let row = at + 12 + (view.getUint16(at + 10) & 0x0fff); row + 5 <= end;) {
    const name = streamTypeName(view.getUint8(row));
    if (name !== null) return name;
    row += 5 + (view.getUint16(row + 3) & 0x0fff);
  }
  return null;
}

/** Packets that begin a section are tried as program maps: their table's number is checked there. */
function inTransportStream(bytes: Uint8Array): string | null {
  for (const length of [188, 192, 204]) {
    const start = bytes.findIndex(
      (byte, at) => byte === 0x47 && bytes[at + length] === 0x47 && bytes[at + 2 * length] === 0x47,
    );
    if (start < 0) continue;
    for (let at = start; at + 188 <= bytes.length; at += length) {
      const beginsUnit = ((bytes[at + 1] ?? 0) & 0x40) !== 0;
      if (!beginsUnit) continue;
      const hasField = ((bytes[at + 3] ?? 0) & 0x20) !== 0;
      const payload = at + 4 + (hasField ? 1 + (bytes[at + 4] ?? 0) : 0);
      const name = inProgramMap(bytes.subarray(0, at + 188), payload + 1 + (bytes[payload] ?? 0));
      if (name !== null) return name;
    }
  }
  return null;
}

/** The codec's name for people; null if the container declares no picture or none that is known. */
export async function declaredCodec(reader: ByteReader, container: Container): Promise<string | null> {
  const bytes = await reader.copy(0, SEARCHED_BYTES);
  switch (container) {
    case 'asf':
      return inAsf(bytes) ?? 'Windows Media Video';
    case 'realMedia':
      return inRealMedia(latin(bytes)) ?? 'RealVideo';
    case 'ogg':
      return inOgg(latin(bytes));
    case 'matroska':
      return inMatroska(latin(bytes));
    case 'mpegTs':
      return inTransportStream(bytes);
    case 'mpegPs':
      return inProgramStream(bytes);
    default:
      return null;
  }
}
