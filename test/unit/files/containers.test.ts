import { EncodedPacket, Mp4OutputFormat } from 'mediabunny';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../../src/files/byte-reader.ts';
import { openAvi } from '../../../src/files/containers/avi.ts';
import { declaredCodec } from '../../../src/files/containers/declared-codec.ts';
import { openFlv } from '../../../src/files/containers/flv.ts';
import { openByLibrary } from '../../../src/files/containers/library.ts';
import { FrameError } from '../../../src/frames/frame-error.ts';
import type { PacketTrack } from '../../../src/files/packets.ts';
import { UnsupportedCodec } from '../../../src/files/unsupported-codec.ts';
import { mutated } from '../../fuzz/mutate.ts';
import { muxed } from '../../../tools/clips/coded-clip.ts';
import { avi, mpeg2TransportStream } from '../../../tools/clips/odd-containers.ts';

const never = new AbortController().signal;
const reader = (bytes: Uint8Array, signal = never): ByteReader =>
  new ByteReader(new Blob([new Uint8Array(bytes)]), signal);

const SIZE = { width: 8, height: 4 };
/** Six frames of one byte each, of which the first and the fourth are whole pictures. */
const FRAMES = Array.from({ length: 6 }, (_, i) => ({ data: Uint8Array.of(65 + i), key: i % 3 === 0 }));

async function packets(track: PacketTrack, timeMs: number): Promise<string[]> {
  const seen: string[] = [];
  for await (const packet of track.packetsFrom(timeMs)) {
    seen.push(`${String.fromCharCode(packet.data[0] ?? 0)}@${packet.timeMs}${packet.key ? '!' : ''}`);
  }
  return seen;
}

const failure = (opening: Promise<unknown>): Promise<unknown> =>
  opening.then(
    () => null,
    (error: unknown) => error,
  );

describe('an AVI', () => {
  const options = { framesPerSecond: 10, codec: 'VP90' };

  test('gives its packets from the key frame before a time on', async () => {
    const track = await openAvi(reader(avi(FRAMES, SIZE, options)));
    expect(track).toMatchObject({ durationMs: 600, codec: 'VP9 (VP90)', timesInOrder: true });
    expect(await packets(track, 250)).toEqual(['A@0!', 'B@100', 'C@200', 'D@300!', 'E@400', 'F@500']);
    expect(await packets(track, 450)).toEqual(['D@300!', 'E@400', 'F@500']);
  });

  test('that broke off before its index, or within a frame, is walked through', async () => {
    const whole = avi(FRAMES, SIZE, { ...options, codec: 'MJPG', index: false });
    expect(await packets(await openAvi(reader(whole)), 500)).toEqual(['F@500!']);
    const broken = await openAvi(reader(whole.subarray(0, whole.length - 10)));
    expect((await packets(broken, 0)).at(-1)).toBe('E@400!');
  });

  test('says which codec nobody decodes', async () => {
    const error = await failure(openAvi(reader(avi(FRAMES, SIZE, { ...options, codec: 'DIVX' }))));
    expect(error).toBeInstanceOf(UnsupportedCodec);
    expect(error).toMatchObject({ reason: 'unsupportedCodec', codec: 'MPEG-4 Part 2 (DIVX)' });
  });

  test('of uncompressed frames needs no decoder', async () => {
    const { coding } = await openAvi(reader(avi(FRAMES, SIZE, { framesPerSecond: 10 })));
    expect(coding).toEqual({ kind: 'raw', layout: { format: 'BGR', ...SIZE, bottomUp: true } });
  });

  test('without a frame, or of random bytes, says so', async () => {
    expect(await failure(openAvi(reader(avi([], SIZE, options))))).toMatchObject({ reason: 'noFrames' });
    const noise = Buffer.concat([Buffer.from('RIFF\xff\xff\xff\x7fAVI ', 'latin1'), Buffer.alloc(500, 3)]);
    expect(await failure(openAvi(reader(noise)))).toMatchObject({ reason: 'unreadable' });
  });

  test('is not read any further once that is cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    const opening = openAvi(reader(avi(FRAMES, SIZE, options), stop.signal));
    expect(await failure(opening)).toMatchObject({ reason: 'cancelled' });
  });
});

/** A video tag of Flash Video. */
function tag(timeMs: number, ...content: number[]): number[] {
  const [size, time] = [content.length, timeMs];
  const head = [9, 0, size >> 8, size & 255, (time >> 16) & 255, (time >> 8) & 255, time & 255, 0, 0, 0, 0];
  return [...head, ...content, 0, 0, 0, 11 + size];
}
const FLV = [0x46, 0x4c, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0];

describe('a Flash Video', () => {
  test('shows frames at their offsets, from the first one on', async () => {
    const parameters = tag(0, 0x17, 0, 0, 0, 0, 1, 0x64, 0, 0x1f);
    const file = [
      ...FLV,
      ...parameters,
      ...tag(1000, 0x17, 1, 0, 0, 80, 65),
      ...tag(1040, 0x27, 1, 0, 0, 160, 66),
    ];
    // The last one is shown before it is decoded.
    const track = await openFlv(
      reader(Uint8Array.from([...file, ...tag(1180, 0x27, 1, 0xff, 0xff, 0xd8, 67)])),
    );
    expect(track.coding).toMatchObject({ config: { codec: 'avc1.64001f' } });
    expect(await packets(track, 0)).toEqual(['A@0!', 'B@120', 'C@60']);
  });

  test('of newer codecs names them by four characters', async () => {
    const frame = [...Buffer.from('vp09', 'latin1')];
    const track = await openFlv(reader(Uint8Array.from([...FLV, ...tag(0, 0x91, ...frame, 65)])));
    expect(track.codec).toBe('VP9 (vp09)');
    expect(await packets(track, 0)).toEqual(['A@0!']);
  });

  test('of old codecs names those, too', async () => {
    const error = await failure(
      openFlv(reader(Uint8Array.from([...FLV, ...tag(0, 0x12, 1, 2, 3, 4, 5, 6, 7, 8)]))),
    );
    expect(error).toMatchObject({ codec: 'Sorenson Spark (FLV1)' });
  });

  test('of sound alone has no picture', async () => {
    const sound = [8, ...tag(0, 0xaf, 1, 2, 3, 4, 5, 6, 7, 8).slice(1)];
    const opening = openFlv(reader(Uint8Array.from([...FLV, ...sound])));
    expect(await failure(opening)).toMatchObject({ reason: 'noVideoTrack' });
  });
});

test.each([
  ['mpegTs', 'MPEG-2 video', mpeg2TransportStream()],
  ['mpegPs', 'MPEG-1 video', Buffer.from('\0\0\x01\xba....\0\0\x01\xb3....', 'latin1')],
  ['mpegPs', 'MPEG-2 video', Buffer.from('\0\0\x01\xba....\0\0\x01\xb3....\0\0\x01\xb5....', 'latin1')],
  ['mpegPs', 'H.264 in a program stream', Buffer.from('IMKH....\0\0\x01\xba....\0\0\x01\x67....', 'latin1')],
  ['ogg', 'Theora', Buffer.from('OggS............\x80theora\x03', 'latin1')],
  ['realMedia', 'RealVideo (RV40)', Buffer.from('.RMF.......VIDORV40....', 'latin1')],
  [
    'matroska',
    'MPEG-4 Part 2 (XVID)',
    Buffer.from(`V_MS/VFW/FOURCC..\x28\0\0\0${'.'.repeat(12)}XVID`, 'latin1'),
  ],
  ['matroska', null, Buffer.from('V_VP8', 'latin1')],
] as const)('%s declares %s', async (container, codec, head) => {
  expect(await declaredCodec(reader(head), container)).toBe(codec);
});

test('of an mp4 what its edit list leaves out is no part of the film', async () => {
  const coded = Array.from(
    { length: 8 },
    (_, i) => new EncodedPacket(Uint8Array.of(65 + i), i % 4 === 0 ? 'key' : 'delta', i / 2 - 1, 0.5),
  );
  const config = { codec: 'vp09.00.10.08', codedWidth: 64, codedHeight: 64 };
  const clip = { codec: 'vp9', description: null, config, width: 64, height: 64, packets: coded } as const;
  const file = await muxed(clip, new Mp4OutputFormat({ fastStart: 'in-memory' }));
  const track = await openByLibrary(new Blob([new Uint8Array(file)]));
  if (!track) throw new Error('The library did not open its own file');
  expect(track.durationMs).toBeCloseTo(3000, 0);
  // Decoding starts in what is left out.
  expect((await packets(track, 0)).join(' ')).toBe('A@-1000! B@-500 C@0 D@500 E@1000! F@1500 G@2000 H@2500');
});

describe('a damaged file of a container that the library reads', () => {
  const opened = async (bytes: Uint8Array): Promise<unknown> => {
    const track = await openByLibrary(new Blob([new Uint8Array(bytes)]));
    if (!track) return null;
    for await (const packet of track.packetsFrom(0)) expect(packet.data.length).toBeGreaterThan(0);
    return null;
  };

  test('is read or refused with a reason, whatever is wrong with it', async () => {
    const whole = new Uint8Array(mpeg2TransportStream());
    for (let seed = 0; seed < 200; seed++) {
      const error = await failure(opened(mutated(whole, seed)));
      if (error !== null) expect(error, `seed ${seed}`).toBeInstanceOf(FrameError);
    }
  });
});
