import { pack, unpack, type Maps } from './sample-bytes.ts';
import type { Sample } from '../types.ts';

/**
 * Samples are encrypted with AES-GCM where they are stored. The key lies beside them in a file of its own: it protects parts
 * of the profile's files from being read as faces with ordinary tools, and lets all be forgotten by deleting the key.
 * It does not protect from someone who runs this very browser profile, or reads all of its files.
 */
const ALGORITHM = 'AES-GCM';
const KEY_BYTES = 32;
/** 96 bits, drawn at random: at under 2³² records a key, a repetition is not to be expected (NIST SP 800-38D, 8.3). */
const IV_BYTES = 12;

/** What is encrypted of a sample, and with what start. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

/** What stands beside it in the clear. Bound to it: sealed bytes open only with the label they were sealed with. */
export type Label = Pick<Sample, 'id' | 'video' | 'takenAt'> & { origin: string; basis: string };

export function drawKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

/** @returns null if these are not the bytes of a whole key. */
export async function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey | null> {
  if (bytes.byteLength !== KEY_BYTES) return null;
  return crypto.subtle.importKey('raw', bytes, ALGORITHM, false, ['encrypt', 'decrypt']);
}

export async function seal(key: CryptoKey, label: Label, maps: Maps): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return { iv, sealed: await crypto.subtle.encrypt(parameters(iv, label), key, pack(maps)) };
}

/** @returns null if the record is damaged: changed, cut, another one's, of another key or of another format. */
export async function unseal(key: CryptoKey, label: Label, { iv, sealed }: Sealed): Promise<Maps | null> {
  let plain: ArrayBuffer;
  try {
    plain = await crypto.subtle.decrypt(parameters(iv, label), key, sealed);
  } catch {
    // All that the browser says is "OperationError", whatever is wrong with the record.
    return null;
  }
  return unpack(new Uint8Array(plain));
}

function parameters(iv: Uint8Array<ArrayBuffer>, { id, origin, video, takenAt, basis }: Label): AesGcmParams {
  return {
    name: ALGORITHM,
    iv,
    additionalData: new TextEncoder().encode(JSON.stringify([id, origin, video, takenAt, basis])),
  };
}
