import { expect, it } from 'vitest';
import { openByLibrary } from '../../../src/files/containers/library.ts';

/** The smallest Matroska file in which nothing comes that could: its head, and a segment of 16 bytes that mean nothing. */
const NOTHING_COMES = Uint8Array.from([
  ...[0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84, 0x77, 0x65, 0x62, 0x6d],
  ...[0x18, 0x53, 0x80, 0x67, 0x90],
  ...Array.from({ length: 16 }, () => 0x11),
]);

it('the search for the next element of a damaged Matroska file ends', async () => {
  expect(await openByLibrary(new Blob([NOTHING_COMES]))).toBeNull();
});
