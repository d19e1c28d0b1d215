/** One coded frame. */
export interface Packet {
  data: Uint8Array;
  /** When it is shown, from the first frame on; of a track whose container tells no such times when it is decoded. */
  timeMs: number;
  /** Decoding can start here. */
  key: boolean;
}

/** How frames lie uncompressed in a file. */
export interface RawLayout {
  format: 'BGR' | 'BGRX' | 'I420' | 'YV12' | 'NV12' | 'YUY2' | 'UYVY';
  width: number;
  height: number;
  /** The last row comes first, as in Windows bitmaps. */
  bottomUp: boolean;
}

/** How a track's packets become pictures. */
export type Coding =
  { kind: 'webCodecs'; config: VideoDecoderConfig } | { kind: 'jpeg' } | { kind: 'raw'; layout: RawLayout };

/** The picture track of a container that was taken apart. */
export interface PacketTrack {
  coding: Coding;
  /** The codec, for people. */
  codec: string;
  durationMs: number;
  /** By which the pictures are turned clockwise before they are shown. */
  rotation: 0 | 90 | 180 | 270;
  /** The container tells no presentation times: decoded frames follow one another at the times of the packets. */
  timesInOrder: boolean;
  /** The packets in decoding order, from the last key frame at or before a time. */
  packetsFrom: (timeMs: number) => AsyncGenerator<Packet>;
  close: () => void;
}

/** A packet before its bytes are read. */
export interface PacketPlace {
  at: number;
  size: number;
  timeMs: number;
  key: boolean;
}

/** Index of the last key frame at or before a time; 0 if there is none. */
export function lastKeyBefore(places: readonly PacketPlace[], timeMs: number): number {
  let found = 0;
  for (const [index, place] of places.entries()) {
    if (place.key && place.timeMs <= timeMs) found = index;
  }
  return found;
}
