import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Output,
  WEBM,
  type EncodedPacket,
  type InputTrack,
  type OutputFormat,
} from 'mediabunny';

/** Coded frames of a clip, taken out of its container and put into another one. */

export interface CodedClip {
  codec: 'avc' | 'vp9';
  description: Uint8Array | null;
  config: VideoDecoderConfig;
  width: number;
  height: number;
  packets: readonly EncodedPacket[];
}

interface CodedSound {
  config: AudioDecoderConfig;
  packets: readonly EncodedPacket[];
}

function bytesOf(data: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}

function opened(file: Uint8Array): Input {
  return new Input({ formats: [MP4, WEBM], source: new BufferSource(file) });
}

async function packetsOf(track: InputTrack): Promise<EncodedPacket[]> {
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
  return packets;
}

/** The picture of a clip. */
export async function clipOf(file: Uint8Array): Promise<CodedClip> {
  const track = await opened(file).getPrimaryVideoTrack();
  const config = await track?.getDecoderConfig();
  const codec = await track?.getCodec();
  if (!track || !config || (codec !== 'avc' && codec !== 'vp9'))
    throw new Error('This clip holds no known picture');
  const { description } = config;
  return {
    codec,
    config,
    description: description ? bytesOf(description) : null,
    width: await track.getCodedWidth(),
    height: await track.getCodedHeight(),
    packets: await packetsOf(track),
  };
}

/** The sound of a clip. */
export async function soundOf(file: Uint8Array): Promise<CodedSound> {
  const track = await opened(file).getPrimaryAudioTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config) throw new Error('This clip holds no known sound');
  return { config, packets: await packetsOf(track) };
}

interface Track {
  /** By which players turn the picture clockwise. */
  rotation?: 0 | 90 | 180 | 270;
  /** Lies before the picture, in the file as in its list of tracks. */
  sound?: CodedSound;
}

export async function muxed(
  clip: CodedClip,
  format: OutputFormat,
  { rotation = 0, sound }: Track = {},
): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const heard = sound && new EncodedAudioPacketSource('opus');
  if (heard) output.addAudioTrack(heard);
  const seen = new EncodedVideoPacketSource(clip.codec);
  output.addVideoTrack(seen, { rotation });
  await output.start();
  for (const packet of sound?.packets ?? []) await heard?.add(packet, { decoderConfig: sound?.config });
  heard?.close();
  for (const packet of clip.packets) await seen.add(packet, { decoderConfig: clip.config });
  await output.finalize();
  if (!target.buffer) throw new Error('The muxer wrote nothing');
  return new Uint8Array(target.buffer);
}
