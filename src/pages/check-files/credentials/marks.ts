/** Where Content Credentials lie in files: near the beginning in most containers, at the end in RIFF. */
const HEAD_BYTES = 8 * 1024 * 1024;
const TAIL_BYTES = 8 * 1024 * 1024;

/** The label of a manifest store (C2PA, in JUMBF), and where a file names a manifest that lies elsewhere (XMP). */
const MARKS = /c2pa|C2PA|dcterms:provenance/;

/** Whether a file may hold Content Credentials or name them, so that the reader of 9 MB is loaded for few files only. */
export async function mayHoldCredentials(file: Blob): Promise<boolean> {
  const parts = [file.slice(0, HEAD_BYTES), file.slice(Math.max(HEAD_BYTES, file.size - TAIL_BYTES))];
  for (const part of parts) {
    const text = new TextDecoder('latin1').decode(await part.arrayBuffer());
    if (MARKS.test(text)) return true;
  }
  return false;
}
