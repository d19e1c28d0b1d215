import { Mp4OutputFormat } from 'mediabunny';
import { clipOf, muxed, soundOf, type CodedClip } from './coded-clip.ts';

/** Clips as cameras, telephones and editors write them: the same coded frames, with what files may say of them besides. */

const MP4 = new Mp4OutputFormat({ fastStart: 'in-memory' });

/** Each frame begins, and lasts, as told; in s. */
function timed(clip: CodedClip, at: (time: number, index: number) => [start: number, duration: number]) {
  const packets = clip.packets.map((packet, index) => {
    const [timestamp, duration] = at(packet.timestamp, index);
    return packet.clone({ timestamp, duration });
  });
  return { ...clip, packets };
}

/** Of a camera held sideways: the picture lies on its side, and the file says that it is to be turned back. */
export async function turnedByFile(sideways: Uint8Array): Promise<Uint8Array> {
  return muxed(await clipOf(sideways), MP4, { rotation: 270 });
}

/** When a frame of {@link unevenlyTimed} begins, in ms. */
export function unevenMs(index: number): number {
  return UNEVEN_MS.slice(0, index % UNEVEN_MS.length).reduce(
    (sum, ms) => sum + ms,
    Math.floor(index / UNEVEN_MS.length) * UNEVEN_ROUND_MS,
  );
}
const UNEVEN_MS = [10, 90, 20, 240, 30, 10, 10, 70];
const UNEVEN_ROUND_MS = 480;

/** Of a telephone in bad light, or a recorded screen: frames last as long as it takes. */
export async function unevenlyTimed(file: Uint8Array): Promise<Uint8Array> {
  const clip = timed(await clipOf(file), (_, index) => {
    const start = unevenMs(index);
    return [start / 1000, (unevenMs(index + 1) - start) / 1000];
  });
  return muxed(clip, MP4);
}

/** The sound comes first in the file, and the picture begins so many seconds after it. */
const PICTURE_LATE_S = 1;

export async function soundFirst(file: Uint8Array): Promise<Uint8Array> {
  const clip = await clipOf(file);
  const late = timed(clip, (time) => [time + PICTURE_LATE_S, 0.04]);
  return muxed(late, MP4, { sound: await soundOf(file) });
}

/** So much of the beginning, in s, is in the file and not to be shown: its edit list leaves it out. */
const LEFT_OUT_S = 4.5;

export async function beginningLeftOut(file: Uint8Array): Promise<Uint8Array> {
  return muxed(
    timed(await clipOf(file), (time) => [time - LEFT_OUT_S, 0.04]),
    MP4,
  );
}

/** Ten bits a colour, in the space in which telephones record. */
export async function highDynamicRange(tenBits: Uint8Array): Promise<Uint8Array> {
  const clip = await clipOf(tenBits);
  const config = { ...clip.config };
  // TypeScript does not know these names yet.
  Reflect.set(config, 'colorSpace', {
    primaries: 'bt2020',
    transfer: 'hlg',
    matrix: 'bt2020-ncl',
    fullRange: false,
  });
  return muxed({ ...clip, config }, MP4);
}

/**
 * An animated AVIF: an mp4 of AV1 frames whose track is one of pictures. Browsers want the handler without the name that QuickTime gives it. All
 * stays where it is, since what is written is as long as what was there.
 */
export function asAvif(av1: Uint8Array): Promise<Uint8Array> {
  const file = Buffer.from(av1);
  const handler = file.indexOf('mhlrvide', 0, 'latin1');
  // Room for two brands.
  if (file.readUInt32BE(0) !== 24 || handler < 0)
    throw new Error('This mp4 is not laid out as the muxer does it');
  file.write('avis', 8, 'latin1');
  file.write('avismsf1', 16, 'latin1');
  file.write('\0\0\0\0pict', handler, 'latin1');
  return Promise.resolve(file);
}

/** A playlist over the one part of a fragmented mp4 that lies beside it. */
export function playlist(name: string): (fragmented: Uint8Array) => Promise<Uint8Array> {
  return (fragmented) => {
    const bytes = Buffer.from(fragmented);
    const from = bytes.indexOf('moof', 0, 'latin1') - 4;
    const lines = [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:4',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      `#EXT-X-MAP:URI="${name}",BYTERANGE="${from}@0"`,
      '#EXTINF:4,',
      `#EXT-X-BYTERANGE:${bytes.length - from}@${from}`,
      name,
      '#EXT-X-ENDLIST',
      '',
    ];
    return Promise.resolve(Buffer.from(lines.join('\n')));
  };
}
