import type { Mark, MarkedVideo } from '../../contracts/mark.ts';
import { isExpired } from '../samples/reservoir.ts';
import { LIMITS } from '../tunables.ts';
import { read, write, type Connection } from './database.ts';
import { readFacts } from './sample-records.ts';
import { readSite, writeSite } from './site-record.ts';

/** What the user said of a site's videos, on disk: in the site's record, with which it goes. */

/**
 * Marks a video, or takes its mark back; of too many marks the oldest goes. Faces of a trusted video are trusted.
 * @returns the number of faces of the video that are kept.
 */
export function markVideo(
  connection: Connection,
  origin: string,
  video: string,
  mark: Mark | null,
  now: number,
): Promise<number> {
  return write(connection, ['samples', 'sites'], async (transaction) => {
    const site = await readSite(transaction, origin);
    const others = site.marks.filter((other) => other.video !== video && !isExpired(other.at, now));
    const marks = mark === null ? others : [...others, { video, mark, at: now }].slice(-LIMITS.marks);
    await writeSite(transaction, { ...site, marks });
    const left = new Set(marks.map((kept) => kept.video));
    const changed = new Set([
      video,
      ...site.marks.map((former) => former.video).filter((name) => !left.has(name)),
    ]);
    const { facts } = await readFacts(transaction, origin);
    await Promise.all(
      facts
        .filter((sample) => changed.has(sample.video))
        .map((sample) =>
          transaction
            .objectStore('samples')
            .put({ ...sample, trusted: sample.video === video && mark === 'trusted' }),
        ),
    );
    return facts.filter((sample) => sample.video === video).length;
  });
}

/** The oldest first. */
export async function readMarks(connection: Connection, origin: string, now: number): Promise<MarkedVideo[]> {
  const site = await read(connection, ['sites'], (transaction) => readSite(transaction, origin));
  return site.marks.filter(({ at }) => !isExpired(at, now));
}
