/** Files that hold no picture to judge, told by their first bytes. Downloads that failed are such, and what videos come packed in. */

/** `blank`: nothing but zeros, as downloads that broke off leave it. Each is also a reason of `UNCHECKED_REASONS`, but for that. */
export type OtherFile = 'webPage' | 'playlist' | 'document' | 'archive' | 'blank';

const LATIN = new TextDecoder('latin1');

const DOCUMENTS = ['%PDF', '{\\rtf', '\xd0\xcf\x11\xe0'];
const ARCHIVES = ['PK\x03\x04', 'Rar!', '7z\xbc\xaf', '\x1f\x8b', '\xfd7zXZ', 'BZh'];
/** Office files are archives by their form. */
const OFFICE_MARKS = ['[Content_Types].xml', 'mimetypeapplication/vnd.oasis'];
const TAR_AT = 257;

/** Control characters that no text holds; tabulator, line feed, form feed and carriage return may be in one. */
const NO_TEXT = /[\0-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/;

/** The text that a file begins with; null if it is none. @param head of it; its last character may be cut in two. */
function textOf(head: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return NO_TEXT.test(text) ? null : text;
  } catch {
    return null;
  }
}

function kindOfText(text: string): OtherFile {
  if (text.startsWith('#EXTM3U') || /<MPD[\s>]/.test(text)) return 'playlist';
  if (/<svg[\s>]/.test(text) && !/<html/i.test(text)) return 'document';
  return 'webPage';
}

/** @returns null for what may be a medium. */
export function otherFile(head: Uint8Array): OtherFile | null {
  if (head.length === 0) return null;
  const latin = LATIN.decode(head);
  if (DOCUMENTS.some((mark) => latin.startsWith(mark))) return 'document';
  if (ARCHIVES.some((mark) => latin.startsWith(mark)) || latin.startsWith('ustar', TAR_AT)) {
    return OFFICE_MARKS.some((mark) => latin.includes(mark)) ? 'document' : 'archive';
  }
  if (head.every((byte) => byte === 0)) return 'blank';
  const text = textOf(head);
  return text === null ? null : kindOfText(text);
}
