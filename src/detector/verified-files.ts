import * as v from 'valibot';
import { messageOf } from '../contracts/coded-error.ts';
import { ModelFilesError } from './model-files-error.ts';
import { sha256 } from './sha256.ts';

/** Files of `models/`, each checked against its SHA-256 in `checksums.json`. */

const ChecksumsSchema = v.record(v.string(), v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i)));

export type Fetch = (url: string) => Promise<Response>;

async function bytesOf(fetchFile: Fetch, url: string): Promise<ArrayBuffer> {
  try {
    const response = await fetchFile(url);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.arrayBuffer();
  } catch (error) {
    throw new ModelFilesError(`${url} could not be read: ${messageOf(error)}`, { cause: error });
  }
}

/** @throws ModelFilesError if the bytes are no JSON, or `read` does not understand it. */
export function parse<T>(name: string, bytes: ArrayBuffer, read: (json: unknown) => T): T {
  try {
    return read(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw new ModelFilesError(`${name} is malformed`, { cause: error });
  }
}

/**
 * @param base address of the folder that holds `checksums.json`, ending in a slash. @param names relative to it, at most one folder deep.
 * @returns the files' bytes in the order of the names.
 * @throws ModelFilesError if any file is missing, not listed, or differs from its checksum.
 */
export async function verifiedFiles(
  base: string,
  names: readonly string[],
  fetchFile: Fetch = fetch,
): Promise<ArrayBuffer[]> {
  const checksums = parse('checksums.json', await bytesOf(fetchFile, `${base}checksums.json`), (json) =>
    v.parse(ChecksumsSchema, json),
  );
  return Promise.all(
    names.map(async (name) => {
      const wanted = checksums[name];
      if (wanted === undefined) throw new ModelFilesError(`checksums.json does not list ${name}`);
      const bytes = await bytesOf(fetchFile, `${base}${name}`);
      if ((await sha256(bytes)) !== wanted.toLowerCase()) {
        throw new ModelFilesError(`${name} differs from its checksum; the extension is damaged`);
      }
      return bytes;
    }),
  );
}
