import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { WasmReader } from '@contentauth/c2pa-wasm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  credentialRows,
  statusWords,
} from '../../../../src/pages/check-files/credentials/credentials-words.ts';
import type { Credentials } from '../../../../src/pages/check-files/credentials/credentials.ts';
import { credentialsFrom } from '../../../../src/pages/check-files/credentials/from-store.ts';
import { mayHoldCredentials } from '../../../../src/pages/check-files/credentials/marks.ts';
import { fromError } from '../../../../src/pages/check-files/credentials/reader.ts';
import { SETTINGS } from '../../../../src/pages/check-files/credentials/settings.ts';
import { reportHtml } from '../../../../src/pages/check-files/report/report-html.ts';
import { startLibrary, SyncBlob, withCredentials } from '../../../support/credentials/sign.ts';
import { text } from '../../../../src/words/text.ts';
import { aRecord } from './records.ts';

const PHOTO = createRequire(import.meta.url).resolve('@vladmandic/face-api/demo/sample1.jpg');

let photo: Uint8Array<ArrayBuffer>;
let generated: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  await startLibrary();
  photo = new Uint8Array(await readFile(PHOTO));
  generated = await withCredentials(photo, 'image/jpeg', 'trainedAlgorithmicMedia');
});

async function read(file: Uint8Array<ArrayBuffer>): Promise<Credentials | null> {
  try {
    const reader = await WasmReader.fromBlob('image/jpeg', new SyncBlob(file), SETTINGS);
    return credentialsFrom(JSON.parse(reader.json()));
  } catch (error) {
    return fromError(error instanceof Error ? error.message : String(error));
  }
}

describe('Content Credentials', () => {
  it('tell who signed, what made it, and what is declared', async () => {
    expect(await read(generated)).toEqual({
      status: 'intact',
      problems: [],
      signer: 'Test Signer, FakeFilter tests',
      signedAt: '',
      generator: 'Test Studio 2.1',
      origin: 'generated',
      actions: ['c2pa.created', 'c2pa.edited'],
      ingredients: 0,
    });
    const captured = await withCredentials(photo, 'image/jpeg', 'digitalCapture');
    expect((await read(captured))?.origin).toBe('captured');
  });

  it('of a file that was changed afterwards are not valid', async () => {
    const changed = generated.slice();
    const last = changed.length - 500;
    changed[last] = (changed[last] ?? 0) ^ 255;
    expect(await read(changed)).toMatchObject({
      status: 'altered',
      problems: ['assertion.dataHash.mismatch'],
    });
  });

  it('that lie elsewhere are named', async () => {
    const url = 'http://127.0.0.1:1/manifest.c2pa';
    const remote = await withCredentials(photo, 'image/jpeg', 'digitalCapture', url);
    expect(await read(remote)).toMatchObject({ status: 'remote', remoteUrl: url });
    expect(await mayHoldCredentials(new Blob([remote]))).toBe(true);
  });

  it('are looked for only in files that may hold some', async () => {
    expect(await read(photo)).toBeNull();
    expect(await mayHoldCredentials(new Blob([photo]))).toBe(false);
    expect(await mayHoldCredentials(new Blob([generated]))).toBe(true);
    // At the end of a large file, as in RIFF.
    expect(await mayHoldCredentials(new Blob([new Uint8Array(20e6), generated]))).toBe(true);
  });

  it.each([null, {}, { active_manifest: 'a', manifests: { a: 1 } }, { active_manifest: 'b', manifests: {} }])(
    'that are no such thing (%j) are called unreadable',
    (store) => {
      expect(credentialsFrom(store)).toMatchObject({ status: 'unreadable' });
    },
  );

  it('are unreadable where the reader fails, and missing where there is nothing', () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    expect(fromError('C2pa(JumbfNotFound)')).toBeNull();
    expect(fromError('C2pa(CborDecode("x"))')).toMatchObject({ status: 'unreadable' });
  });

  it('stand in the report beside the verdict, escaped, with what they are worth', async () => {
    const credentials = credentialsFrom({
      active_manifest: 'a',
      validation_state: 'Valid',
      manifests: { a: { claim_generator: '<script>', signature_info: { issuer: 'A & B' } } },
    });
    const html = reportHtml(aRecord({ credentials }));
    expect(html).toContain('A &amp; B');
    expect(html).not.toContain('<script>');
    expect(html).toContain(text('credentials_caveat'));
    expect(statusWords(credentials)).toContain('not checked against a list');
    const rows = credentialRows((await read(generated)) ?? credentials);
    expect(rows).toContainEqual({ name: 'AI and cameras', value: 'Declared as made by generative AI.' });
    expect(rows).toContainEqual({ name: 'Steps', value: 'created, edited' });
  });
});
