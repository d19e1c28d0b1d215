/** What is checked: a file of this computer, or a video by its address. */
export type Medium = { kind: 'file'; file: File } | { kind: 'address'; url: string };

/** What people call it: its name, or the host and the last part of its path. */
export function nameOf(medium: Medium): string {
  if (medium.kind === 'file') return medium.file.name;
  const { host, pathname } = new URL(medium.url);
  const last = pathname.slice(pathname.lastIndexOf('/') + 1);
  return last === '' ? host : `${last} (${host})`;
}

/**
 * The web address in a text that was typed, pasted or dropped; null if it holds none. The scheme may be missing: people
 * copy `example.org/a.mp4`.
 */
export function addressIn(text: string): string | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  // In lists of addresses, as they are dropped, lines with # are comments.
  const first = lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
  const whole = /^https?:\/\//i.test(first)
    ? first
    : /^[\w-]+(\.[\w-]+)+(:\d+)?\//.test(first)
      ? `https://${first}`
      : '';
  if (whole === '' || /\s/.test(whole) || !URL.canParse(whole)) return null;
  return new URL(whole).href;
}
