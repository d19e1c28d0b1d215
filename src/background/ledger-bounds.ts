import type { StoredEntry } from './ledger.ts';

/** Limits of the ledger. `storage.session` holds 10 MB in all; half of it leaves room for what storage adds. */
export const MAX_ENTRIES = 200;
const MAX_BYTES = 5_000_000;

/** Bytes an entry takes in storage, roughly: pictures, then 40 for each point of a timeline and 6 for each field of a mask, then the rest. */
function bytesOf(entry: StoredEntry): number {
  const faces = entry.state?.faces ?? [];
  return faces.reduce(
    (sum, face) =>
      sum + face.thumbnail.length + face.timeline.length * 40 + (face.mask?.length ?? 0) * 6 + 200,
    600 + entry.poster.length,
  );
}

function withoutPictures(entry: StoredEntry): StoredEntry {
  const state = entry.state && {
    ...entry.state,
    faces: entry.state.faces.map((face) => ({ ...face, thumbnail: '', mask: undefined })),
  };
  return { ...entry, poster: '', state };
}

/**
 * Brings the ledger, ordered oldest first, within its limits: the oldest entries go, then the pictures of the oldest
 * that stay. Changes `ledger` and returns the names to be written and removed.
 */
export function trim(ledger: Map<string, StoredEntry>): { changed: string[]; removed: string[] } {
  const removed = [...ledger.keys()].slice(0, Math.max(0, ledger.size - MAX_ENTRIES));
  for (const name of removed) ledger.delete(name);

  const changed: string[] = [];
  let bytes = [...ledger.values()].reduce((sum, entry) => sum + bytesOf(entry), 0);
  for (const [name, entry] of ledger) {
    if (bytes <= MAX_BYTES) break;
    const bare = withoutPictures(entry);
    if (bytesOf(bare) === bytesOf(entry)) continue;
    bytes += bytesOf(bare) - bytesOf(entry);
    ledger.set(name, bare);
    changed.push(name);
  }
  return { changed, removed };
}
