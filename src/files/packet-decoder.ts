import { FrameError } from '../frames/frame-error.ts';
import type { Packet, PacketTrack } from './packets.ts';
import { answered } from './patience.ts';
import { rawPicture } from './raw-picture.ts';
import { UnsupportedCodec } from './unsupported-codec.ts';

/** A picture that was decoded, and when it is shown. The receiver closes it. */
export interface DecodedPicture {
  picture: VideoFrame | ImageBitmap | ImageData;
  timeMs: number;
}

/** Packets that wait in the decoder at most: more would only take memory. */
const QUEUED = 8;
/** Times in containers are rounded to a millisecond or so. */
const TOLERANCE_MS = 1;

/** @throws UnsupportedCodec if this browser cannot decode the track. */
export async function assertDecodable({ coding, codec }: PacketTrack): Promise<void> {
  if (coding.kind !== 'webCodecs') return;
  if (typeof VideoDecoder === 'undefined') throw new UnsupportedCodec(codec);
  try {
    if ((await VideoDecoder.isConfigSupported(coding.config)).supported) return;
  } catch (error) {
    // Parameters that the browser cannot even read are no more decodable.
    throw new UnsupportedCodec(codec, { cause: error });
  }
  throw new UnsupportedCodec(codec);
}

/**
 * The picture that is shown at a time: decoding starts at the key frame before it.
 * @throws FrameError `noFrames` if nothing could be decoded there, `cancelled`.
 */
export async function decodeAt(
  track: PacketTrack,
  timeMs: number,
  signal: AbortSignal,
): Promise<DecodedPicture> {
  const { coding } = track;
  if (coding.kind === 'webCodecs') return decodeByCodec(track, coding.config, timeMs, signal);
  let shown: Packet | null = null;
  for await (const packet of track.packetsFrom(timeMs)) {
    assertWanted(signal);
    if (shown && packet.timeMs > timeMs + TOLERANCE_MS) break;
    shown = packet;
  }
  if (!shown) throw new FrameError('noFrames', `There is no frame at ${timeMs} ms`);
  if (coding.kind === 'raw') return { picture: rawPicture(shown.data, coding.layout), timeMs: shown.timeMs };
  try {
    const jpeg = new Blob([new Uint8Array(shown.data)], { type: 'image/jpeg' });
    const picture = await answered(createImageBitmap(jpeg, { colorSpaceConversion: 'none' }));
    return { picture, timeMs: shown.timeMs };
  } catch (error) {
    throw new FrameError('noFrames', `The frame at ${shown.timeMs} ms is damaged`, { cause: error });
  }
}

function assertWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new FrameError('cancelled', 'Reading the medium was cancelled');
}

/** Keeps of the decoder's pictures the one that is shown at a time. */
class PictureAt {
  shown: DecodedPicture | null = null;
  /** Later pictures have come. */
  passed = false;
  broken: Error | null = null;
  readonly #timeMs: number;

  constructor(timeMs: number) {
    this.#timeMs = timeMs;
  }

  offer(picture: VideoFrame, timeMs: number): void {
    const later = timeMs > this.#timeMs + TOLERANCE_MS;
    // The first picture stands in where the medium begins later than asked for.
    if (this.passed || (later && this.shown)) picture.close();
    else {
      closePicture(this.shown);
      this.shown = { picture, timeMs };
    }
    this.passed ||= later;
  }
}

async function decodeByCodec(
  track: PacketTrack,
  config: VideoDecoderConfig,
  timeMs: number,
  signal: AbortSignal,
): Promise<DecodedPicture> {
  const wanted = new PictureAt(timeMs);
  /** Times of packets that went in and have not come out, in order. */
  const awaited: number[] = [];
  const decoder = new VideoDecoder({
    output: (picture) => {
      const inOrder = awaited.shift() ?? 0;
      wanted.offer(picture, track.timesInOrder ? inOrder : picture.timestamp / 1000);
    },
    error: (error) => (wanted.broken = error),
  });
  try {
    decoder.configure(config);
    await feed(decoder, track, timeMs, awaited, wanted, signal);
  } catch (error) {
    if (error instanceof FrameError) {
      closePicture(wanted.shown);
      throw error;
    }
    // What came before the damage may be the very picture that is wanted.
    wanted.broken ??= error instanceof Error ? error : new Error(String(error));
  } finally {
    if (decoder.state !== 'closed') decoder.close();
  }
  if (!wanted.shown) {
    throw new FrameError('noFrames', `Nothing was decoded at ${timeMs} ms`, { cause: wanted.broken });
  }
  return wanted.shown;
}

async function feed(
  decoder: VideoDecoder,
  track: PacketTrack,
  timeMs: number,
  awaited: number[],
  wanted: PictureAt,
  signal: AbortSignal,
): Promise<void> {
  let first = true;
  for await (const { data, timeMs: time, key } of track.packetsFrom(timeMs)) {
    assertWanted(signal);
    if (wanted.passed || wanted.broken) return;
    awaited.splice(awaited.filter((other) => other <= time).length, 0, time);
    // Containers mark key frames wrongly at times; the first one asked for has to be one.
    const type = key || first ? 'key' : 'delta';
    decoder.decode(new EncodedVideoChunk({ type, timestamp: Math.round(1000 * time), data }));
    first = false;
    await roomIn(decoder, signal);
  }
  await answered(decoder.flush());
}

function closePicture(decoded: DecodedPicture | null): void {
  if (decoded && 'close' in decoded.picture) decoded.picture.close();
}

/** Waits until few packets wait in the decoder. */
async function roomIn(decoder: VideoDecoder, signal: AbortSignal): Promise<void> {
  while (decoder.state === 'configured' && decoder.decodeQueueSize > QUEUED) {
    assertWanted(signal);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 50);
      decoder.addEventListener(
        'dequeue',
        () => {
          clearTimeout(timer);
          resolve();
        },
        { once: true },
      );
    });
  }
}
