import type { StoredEntry } from './ledger-entry.ts';

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

/** What is lost with an entry: nothing where nobody asked, little before a verdict. */
function worthOf(entry: StoredEntry): number {
  return ['idle', 'waiting', 'checking', 'done'].indexOf(entry.phase);
}

/** What gives way first: of the tab that fills most of the ledger, the least worth, and of that the oldest. */
function victim(ledger: ReadonlyMap<string, StoredEntry>, loadOf: (entry: StoredEntry) => number) {
  const loads = new Map<number, number>();
  for (const entry of ledger.values()) loads.set(entry.tabId, (loads.get(entry.tabId) ?? 0) + loadOf(entry));
  const most = Math.max(...loads.values());
  const [first, ...others] = [...ledger].filter(
    ([, entry]) => loads.get(entry.tabId) === most && loadOf(entry) > 0,
  );
  return first && others.reduce((worst, one) => (worthOf(one[1]) < worthOf(worst[1]) ? one : worst), first);
}

/** What an entry's pictures take. */
function picturesOf(entry: StoredEntry): number {
  return bytesOf(entry) - bytesOf(withoutPictures(entry));
}

/**
 * Brings the ledger, ordered oldest first, within its limits: entries go, then pictures of those that stay. A page that shows many
 * videos displaces its own. Changes `ledger` and returns the names to be written and removed.
 */
export function trim(ledger: Map<string, StoredEntry>): { changed: string[]; removed: string[] } {
  const removed: string[] = [];
  while (ledger.size > MAX_ENTRIES) {
    const gone = victim(ledger, () => 1);
    if (!gone) break;
    ledger.delete(gone[0]);
    removed.push(gone[0]);
  }
  const changed: string[] = [];
  let bytes = [...ledger.values()].reduce((sum, entry) => sum + bytesOf(entry), 0);
  while (bytes > MAX_BYTES) {
    const found = victim(ledger, picturesOf);
    if (!found) break;
    const [name, entry] = found;
    bytes -= picturesOf(entry);
    ledger.set(name, withoutPictures(entry));
    changed.push(name);
  }
  return { changed, removed };
}
