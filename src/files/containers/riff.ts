import { fourCharacters, type ByteReader } from '../byte-reader.ts';

/** A chunk of a RIFF file. */
export interface Chunk {
  id: string;
  /** Of `RIFF` and `LIST` chunks the name of what they list; empty for others. */
  list: string;
  /** Where its content begins, after the list's name. */
  at: number;
  size: number;
  /** Where its content ends; in a file that was cut off, with the file. */
  end: number;
}

/** The chunks between two places of a file. Ends where something is no chunk. */
export async function* chunksIn(reader: ByteReader, from: number, end: number): AsyncGenerator<Chunk> {
  for (let at = from; at + 8 <= end;) {
    const head = await reader.view(at, 8);
    if (!head) return;
    const id = fourCharacters(head, 0);
    if (!/^[\x20-\x7e]{4}$/.test(id)) return;
    const size = head.getUint32(4, true);
    const isList = id === 'RIFF' || id === 'LIST';
    const name = isList ? await reader.view(at + 8, 4) : null;
    // Programs that record live leave the size at 0 until they end in good order.
    const whole = isList && size === 0 ? end - at - 8 : size;
    const until = Math.min(end, at + 8 + whole);
    yield {
      id,
      list: name ? fourCharacters(name, 0) : '',
      at: at + (isList ? 12 : 8),
      size: isList ? Math.max(0, whole - 4) : whole,
      end: until,
    };
    at += 8 + whole + (whole % 2);
  }
}
