import { FrameError } from '../frames/frame-error.ts';

/** Large enough that walking through a file of 2 GB is some thousand reads, small enough to stop between two at once. */
const BLOCK_BYTES = 1024 * 1024;

/** Reads parts of a file without ever holding more than a block of it. */
export class ByteReader {
  readonly size: number;
  readonly #blob: Blob;
  readonly #signal: AbortSignal;
  #block = new Uint8Array();
  #blockAt = 0;

  constructor(blob: Blob, signal: AbortSignal) {
    this.#blob = blob;
    this.#signal = signal;
    this.size = blob.size;
  }

  /**
   * @returns the bytes from `at` on, fewer than asked for at the end of the file. Valid until the next call.
   * @throws FrameError `cancelled`, or `unreadable` if the file changed or went away meanwhile.
   */
  async bytes(at: number, length: number): Promise<Uint8Array> {
    if (this.#signal.aborted) throw new FrameError('cancelled', 'Reading the file was cancelled');
    const end = Math.min(at + length, this.size);
    if (at >= this.#blockAt && end <= this.#blockAt + this.#block.length) {
      return this.#block.subarray(at - this.#blockAt, end - this.#blockAt);
    }
    if (length >= BLOCK_BYTES) return this.#read(at, end);
    this.#block = await this.#read(at, Math.min(at + BLOCK_BYTES, this.size));
    this.#blockAt = at;
    return this.#block.subarray(0, Math.max(0, end - at));
  }

  /** The same as a view; null if the file ends before. */
  async view(at: number, length: number): Promise<DataView | null> {
    const bytes = await this.bytes(at, length);
    return bytes.length < length ? null : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A copy of its own. */
  async copy(at: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.bytes(at, length));
  }

  async #read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return new Uint8Array(await this.#blob.slice(from, Math.max(from, to)).arrayBuffer());
    } catch (error) {
      throw new FrameError('unreadable', 'The file cannot be read any more', { cause: error });
    }
  }
}

/** Four characters, as containers name their parts. */
export function fourCharacters(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
