import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CUT_VALUES } from '../../src/detector/cut.ts';
import { UNCHECKED_REASONS, type UncheckedReason } from '../../src/verdict/types.ts';
import * as v from 'valibot';
import type { CutsAnswer } from '../page/requests.ts';

/** Values at the cut on disk, one file an item: the length of a header, the header, and halves. They never enter the repository. */

const HeaderSchema = v.object({
  reason: v.nullable(v.picklist(UNCHECKED_REASONS)),
  /** Media time of each face in ms. */
  times: v.array(v.number()),
  /** Pictures of each face. */
  pictures: v.number(),
});

/** Bytes of one picture's values. */
const BYTES = 2 * CUT_VALUES;
const LENGTH_BYTES = 4;

/** What is kept of an item. */
export interface StoredCuts {
  /** Why there is no face; null if there is one. */
  reason: UncheckedReason | null;
  /** Of each face the media time in ms, and halves of each of its pictures. */
  faces: { timeMs: number; pictures: Uint16Array[] }[];
}

export class CutStore {
  readonly #folder: string;

  /** @param folder made when the first item is kept. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** null if the item is not known, or its file was cut off. */
  async get(key: string): Promise<StoredCuts | null> {
    const bytes = await readFile(this.#file(key)).catch(() => null);
    return bytes && parsed(bytes);
  }

  /** Written whole or not at all. */
  async add(key: string, { reason, faces }: CutsAnswer): Promise<void> {
    const pictures = faces[0]?.values.length ?? 0;
    const header = Buffer.from(
      JSON.stringify({ reason, times: faces.map(({ timeMs }) => timeMs), pictures }),
    );
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(header.length);
    const values = faces.flatMap((face) => face.values.map((text) => Buffer.from(text, 'base64')));
    await mkdir(this.#folder, { recursive: true });
    const file = this.#file(key);
    await writeFile(`${file}.part`, Buffer.concat([length, header, ...values]));
    await rename(`${file}.part`, file);
  }

  #file(key: string): string {
    return path.join(this.#folder, `${key}.cuts`);
  }
}

function parsed(bytes: Buffer): StoredCuts | null {
  const begin = LENGTH_BYTES + bytes.readUInt32LE(0);
  const { reason, times, pictures } = v.parse(
    HeaderSchema,
    JSON.parse(bytes.subarray(LENGTH_BYTES, begin).toString()),
  );
  if (bytes.length !== begin + times.length * pictures * BYTES) return null;
  const picture = (index: number): Uint16Array =>
    // Copied, since halves must begin at an even byte.
    new Uint16Array(
      Uint8Array.from(bytes.subarray(begin + index * BYTES, begin + (index + 1) * BYTES)).buffer,
    );
  return {
    reason,
    faces: times.map((timeMs, face) => ({
      timeMs,
      pictures: Array.from({ length: pictures }, (_, i) => picture(face * pictures + i)),
    })),
  };
}
