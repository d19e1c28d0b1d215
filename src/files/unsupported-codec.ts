import { FrameError } from '../frames/frame-error.ts';

/** A file that is whole and well, but coded in a way that this browser does not decode. */
export class UnsupportedCodec extends FrameError {
  /** The codec's name, for people: "MPEG-4 Part 2 (XVID)". */
  readonly codec: string;

  constructor(codec: string, options?: ErrorOptions) {
    super('unsupportedCodec', `This browser does not decode ${codec}`, options);
    this.codec = codec;
  }
}
