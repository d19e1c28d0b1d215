import { open, rename, mkdir } from 'node:fs/promises';
import path from 'node:path';

/** A file of faces for the page: halves of each face's pictures, one after the other, without a header. */

/**
 * Written whole or not at all, a face at a time.
 * @param faces each with as many pictures, of as many values.
 */
export async function writeFaceSet(
  file: string,
  faces: Iterable<readonly Uint16Array[]> | AsyncIterable<readonly Uint16Array[]>,
): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const handle = await open(`${file}.part`, 'w');
  try {
    for await (const pictures of faces) {
      for (const halves of pictures) {
        await handle.write(new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength));
      }
    }
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
}
