import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Read at once; small enough for the page to answer in between. */
const CHUNK_BYTES = 2 * 1024 * 1024;

/**
 * The SHA-256 of a file of any size, as 64 hexadecimal digits. WebCrypto would need all of it in memory.
 * @throws what `signal` was aborted with, and NotReadableError or NotFoundError if the file changed or is gone.
 */
export async function sha256Of(file: Blob, signal: AbortSignal): Promise<string> {
  const hash = sha256.create();
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    signal.throwIfAborted();
    hash.update(new Uint8Array(await file.slice(at, at + CHUNK_BYTES).arrayBuffer()));
  }
  return bytesToHex(hash.digest());
}
