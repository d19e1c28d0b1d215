import { startsWith, textAt } from './first-bytes.ts';
import { otherFile, type OtherFile } from './other-files.ts';
import { unreadContainer, type UnreadContainer } from './unread-containers.ts';

/** What a file is, told by its first bytes: names and the types that the system derives from them lie too often. */

export type Container =
  'mp4' | 'matroska' | 'ogg' | 'mpegTs' | 'mpegPs' | 'avi' | 'flv' | 'asf' | 'realMedia' | UnreadContainer;

export type FileKind =
  | { medium: 'picture'; mime: string }
  | { medium: 'video'; container: Container }
  /** Nothing with a picture to judge; what it is instead. */
  | { medium: 'other'; what: OtherFile }
  /** Left to the browser's player, which knows containers of sound as well. */
  | { medium: 'unknown' };

/** Bytes that {@link kindOf} wants to see. */
export const HEAD_BYTES = 4096;

/** Of cameras, before it is developed. */
const RAW = 'image/x-raw';

/** Brands of ISO files that hold pictures, with their MIME types; the first that a file names counts. */
const PICTURE_BRANDS: Record<string, string> = {
  avif: 'image/avif',
  avis: 'image/avif',
  heic: 'image/heic',
  heix: 'image/heic',
  heim: 'image/heic',
  heis: 'image/heic',
  hevc: 'image/heic',
  hevx: 'image/heic',
  'crx ': RAW,
};
/** Brands that say only that there is a picture; which one, the compatible brands tell. */
const GENERAL_PICTURE_BRANDS = ['mif1', 'msf1', 'miaf'];
const ISO_BOXES = ['ftyp', 'styp', 'moov', 'mdat', 'moof', 'wide', 'free', 'skip', 'pnot', 'sidx'];

const ASF = [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11];
const MATROSKA = [0x1a, 0x45, 0xdf, 0xa3];

/** Lengths of the packets of a transport stream: broadcast, camcorders and Blu-ray, with error correction. */
const TS_PACKETS = [188, 192, 204];
const TS_SYNC = 0x47;
const TS_PACKETS_SEEN = 4;

function isoKind(head: Uint8Array): FileKind | null {
  const box = textAt(head, 4, 4);
  if (!ISO_BOXES.includes(box)) return null;
  if (box === 'ftyp') {
    const size = Math.min(head.length, new DataView(head.buffer, head.byteOffset).getUint32(0));
    const brands = [textAt(head, 8, 4)];
    for (let at = 16; at + 4 <= size; at += 4) brands.push(textAt(head, at, 4));
    const [major = ''] = brands;
    const named = [...(GENERAL_PICTURE_BRANDS.includes(major) ? brands : [major])];
    const mime = named.map((brand) => PICTURE_BRANDS[brand]).find((one) => one !== undefined);
    if (mime !== undefined) return { medium: 'picture', mime };
  }
  return { medium: 'video', container: 'mp4' };
}

function isTransportStream(head: Uint8Array): boolean {
  return TS_PACKETS.some((length) => {
    for (let start = 0; start < length && start + length * (TS_PACKETS_SEEN - 1) < head.length; start++) {
      const all = Array.from({ length: TS_PACKETS_SEEN }, (_, i) => head[start + i * length] === TS_SYNC);
      if (all.every(Boolean)) return true;
    }
    return false;
  });
}

function pictureMime(head: Uint8Array): string | null {
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47])) return 'image/png';
  if (textAt(head, 0, 4) === 'GIF8') return 'image/gif';
  if (textAt(head, 0, 4) === 'RIFF' && textAt(head, 8, 4) === 'WEBP') return 'image/webp';
  if (textAt(head, 0, 2) === 'BM' && startsWith(head.subarray(6), [0, 0, 0, 0])) return 'image/bmp';
  if (startsWith(head, [0, 0, 1, 0])) return 'image/x-icon';
  const raw = RAW_MARKS.some(([at, mark]) => textAt(head, at, mark.length) === mark);
  if (raw) return RAW;
  if (textAt(head, 0, 4) === 'II*\0' || textAt(head, 0, 4) === 'MM\0*') {
    return hasDngVersion(head) ? RAW : 'image/tiff';
  }
  if (startsWith(head, [0xff, 0x0a]) || textAt(head, 4, 4) === 'JXL ') return 'image/jxl';
  if (startsWith(head, [0xff, 0x4f, 0xff, 0x51]) || textAt(head, 4, 4) === 'jP  ') return 'image/jp2';
  if (textAt(head, 0, 4) === '8BPS') return 'image/vnd.adobe.photoshop';
  if (startsWith(head, [0x76, 0x2f, 0x31, 0x01])) return 'image/x-exr';
  if (/^P[1-6]\s/.test(textAt(head, 0, 3))) return 'image/x-portable-anymap';
  return null;
}

/** Where files of cameras say what they are: those of Canon, Panasonic, Olympus and Fujifilm. */
const RAW_MARKS = [
  [8, 'CR\x02'],
  [0, 'IIU\0'],
  [0, 'IIRO'],
  [0, 'IIRS'],
  [0, 'FUJIFILMCCD-RAW'],
] as const;
const DNG_VERSION = 0xc612;

/** Whether the first directory of a TIFF file says that it is a digital negative. */
function hasDngVersion(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const little = head[0] === 0x49;
  if (head.length < 8) return false;
  const directory = view.getUint32(4, little);
  if (directory + 2 > head.length) return false;
  const last = Math.min(head.length - 12, directory + 2 + 12 * (view.getUint16(directory, little) - 1));
  for (let at = directory + 2; at <= last; at += 12) {
    if (view.getUint16(at, little) === DNG_VERSION) return true;
  }
  return false;
}

function containerOf(head: Uint8Array): Container | null {
  if (startsWith(head, MATROSKA)) return 'matroska';
  if (startsWith(head, ASF)) return 'asf';
  if (textAt(head, 0, 4) === 'RIFF' && textAt(head, 8, 4) === 'AVI ') return 'avi';
  if (textAt(head, 0, 3) === 'FLV') return 'flv';
  if (textAt(head, 0, 4) === 'OggS') return 'ogg';
  if (textAt(head, 0, 4) === '.RMF') return 'realMedia';
  // A pack or, of a bare MPEG video stream, a sequence.
  if (startsWith(head, [0, 0, 1, 0xba]) || startsWith(head, [0, 0, 1, 0xb3])) return 'mpegPs';
  // Hikvision's recorders put a header of 40 bytes before the first pack.
  if (textAt(head, 0, 4) === 'IMKH') return 'mpegPs';
  return unreadContainer(head) ?? (isTransportStream(head) ? 'mpegTs' : null);
}

/** @param head the first {@link HEAD_BYTES} of a file, or all of a shorter one. */
export function kindOf(head: Uint8Array): FileKind {
  const mime = pictureMime(head);
  if (mime !== null) return { medium: 'picture', mime };
  const container = containerOf(head);
  if (container !== null) return { medium: 'video', container };
  const what = otherFile(head);
  if (what !== null) return { medium: 'other', what };
  return isoKind(head) ?? { medium: 'unknown' };
}

export async function kindOfFile(file: Blob): Promise<FileKind> {
  return kindOf(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
}
