import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { initSync, WasmBuilder } from '@contentauth/c2pa-wasm';

/** Files with Content Credentials, signed by a made-up signer whose key lies beside this file and is worth nothing. */

/** Room for the signature and the certificates, in bytes. */
const SIGNATURE_BYTES = 4096;
const SETTINGS = JSON.stringify({ verify: { verify_trust: false, verify_after_sign: false } });

/** A blob that can be read at once, as the library does in a worker. */
export class SyncBlob extends Blob {
  readonly contents: Uint8Array<ArrayBuffer>;

  constructor(contents: Uint8Array<ArrayBuffer>) {
    super([contents]);
    this.contents = contents;
  }

  override slice(from = 0, to = this.contents.length): SyncBlob {
    return new SyncBlob(this.contents.slice(from, to));
  }
}

let started = false;

/** Starts the library in Node, with the one thing of a worker that it misses there. */
export async function startLibrary(): Promise<void> {
  if (started) return;
  started = true;
  const reading = {
    readAsArrayBuffer: (blob: SyncBlob) => blob.contents.slice().buffer,
  };
  Object.assign(globalThis, {
    FileReaderSync: function FileReaderSync() {
      return reading;
    },
  });
  const wasm = createRequire(import.meta.url).resolve('@contentauth/c2pa-wasm/c2pa.wasm');
  initSync({ module: await readFile(wasm) });
}

/** CBOR, as much as a signature needs (RFC 8949). */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}
const bytes = (value: Uint8Array): Buffer => Buffer.concat([head(2, value.length), value]);
const text = (value: string): Buffer => Buffer.concat([head(3, value.length), Buffer.from(value)]);
const list = (...items: Buffer[]): Buffer => Buffer.concat([head(4, items.length), ...items]);
const COSE_SIGN1_TAG = Buffer.from([0xd2]);
const NULL = Buffer.from([0xf6]);
/** Labels of COSE headers (RFC 9052, 9360), and ES256. */
const ALGORITHM = head(0, 1);
const ES256 = head(1, 6);
const X5CHAIN = head(0, 33);

async function signature(claim: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const file = (name: string) => readFile(path.join(import.meta.dirname, name));
  const chain = [await file('signer.pem'), await file('authority.pem')].map(
    (pem) => new X509Certificate(pem).raw,
  );
  const headers = Buffer.concat([head(5, 2), ALGORITHM, ES256, X5CHAIN, list(...chain.map(bytes))]);
  const signed = list(text('Signature1'), bytes(headers), bytes(Buffer.alloc(0)), bytes(claim));
  const key = createPrivateKey(await file('signer.key'));
  const value = sign('sha256', signed, { key, dsaEncoding: 'ieee-p1363' });
  const padded = (padding: number): Buffer => {
    const unprotected = Buffer.concat([head(5, 1), text('pad'), bytes(Buffer.alloc(padding))]);
    return Buffer.concat([COSE_SIGN1_TAG, list(bytes(headers), unprotected, NULL, bytes(value))]);
  };
  // The head of the padding is as long for all sizes that are met.
  return new Uint8Array(padded(1000 + SIGNATURE_BYTES - padded(1000).length));
}

/**
 * The same file with credentials.
 * @param source last part of the IPTC's name of its kind: `trainedAlgorithmicMedia`, `digitalCapture`.
 * @param remoteUrl where they are said to lie, instead of in the file.
 */
export async function withCredentials(
  medium: Uint8Array<ArrayBuffer>,
  format: string,
  source: string,
  remoteUrl?: string,
): Promise<Uint8Array<ArrayBuffer>> {
  await startLibrary();
  const definition = {
    claim_generator_info: [{ name: 'Test Studio', version: '2.1' }],
    assertions: [
      {
        label: 'c2pa.actions',
        data: {
          actions: [
            {
              action: 'c2pa.created',
              digitalSourceType: `http://cv.iptc.org/newscodes/digitalsourcetype/${source}`,
            },
            { action: 'c2pa.edited' },
          ],
        },
      },
    ],
  };
  const builder = WasmBuilder.fromJson(JSON.stringify(definition), SETTINGS);
  if (remoteUrl !== undefined) {
    builder.setRemoteUrl(remoteUrl);
    builder.setNoEmbed(true);
  }
  const signer = { alg: 'es256', reserveSize: SIGNATURE_BYTES, sign: signature };
  return new Uint8Array(await builder.sign(signer, [], format, new SyncBlob(medium)));
}
