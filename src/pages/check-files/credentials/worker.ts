import init, { WasmReader } from '@contentauth/c2pa-wasm';
import wasm from '@contentauth/c2pa-wasm/c2pa.wasm?url';
import { SETTINGS } from './settings.ts';

/** Reads manifest stores. In a worker, since the reader reads files synchronously. Asked and answered by `reader.ts`. */

export interface ReadRequest {
  id: number;
  format: string;
  file: Blob;
}

/** The store as it is, or why there is none, in the reader's words. */
export type ReadResponse = { id: number; store: unknown } | { id: number; error: string };

const ready = init({ module_or_path: wasm });

async function read({ id, format, file }: ReadRequest): Promise<ReadResponse> {
  await ready;
  try {
    const reader = await WasmReader.fromBlob(format, file, SETTINGS);
    try {
      return { id, store: JSON.parse(reader.json()) as unknown };
    } finally {
      reader.free();
    }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

addEventListener('message', ({ data }: MessageEvent<ReadRequest>) => {
  void read(data).then((response) => postMessage(response));
});
