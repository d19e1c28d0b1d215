import * as v from 'valibot';
import { MAX_DETAIL, MAX_NOTICES, type Notice } from '../../contracts/notice.ts';

/** Version 0.1.0 wrote sentences where notices stand now. They are read as what they said; the sentences are fixed and stay as they were. */

const SENTENCES: readonly [RegExp, (...numbers: number[]) => Notice][] = [
  [/Faces gathered on this site could not be read, and were removed\./, () => ({ code: 'facesDamaged' })],
  [
    /Version (\d+) was damaged on the disk and was removed\./,
    (version = 0) => ({ code: 'versionDamaged', version }),
  ],
  [
    /Version (\d+) belonged to an earlier detector and was removed\./,
    (version = 0) => ({ code: 'versionOutdated', version }),
  ],
  [/The original detector is used on this site now\./, () => ({ code: 'versionInUse', version: 0 })],
  [/Version (\d+) is used now\./, (version = 0) => ({ code: 'versionInUse', version })],
  [
    /What was learned here no longer passed its tests on newly gathered faces, so the original judges again\./,
    () => ({ code: 'fellBack' }),
  ],
  [
    /A new version passed every check, but another one was put in use meanwhile, and that was kept\./,
    () => ({ code: 'overtaken' }),
  ],
  [/The switch was turned off/, () => ({ code: 'switchedOff' })],
  [/What it learned from was deleted meanwhile/, () => ({ code: 'samplesDeleted' })],
  [
    /Too little was gathered: (\d+) of (\d+) faces, (\d+) of (\d+) videos, (\d+) of (\d+) days/,
    (faces = 0, facesNeeded = 0, videos = 0, videosNeeded = 0, days = 0, daysNeeded = 0) => ({
      code: 'tooLittle',
      faces,
      facesNeeded,
      videos,
      videosNeeded,
      days,
      daysNeeded,
    }),
  ],
  [/There is no room left to store what was learned\..*/, () => ({ code: 'storageFull' })],
  [
    /What was learned was stored by a newer version of FakeFilter, and is kept\..*/,
    () => ({ code: 'databaseNewer' }),
  ],
  [/What was learned is damaged and cannot be read\..*/, () => ({ code: 'databaseDamaged' })],
  [/The storage of what was learned did not open in time.*/, () => ({ code: 'databaseSlow' })],
  [
    /The storage of what was learned is held by another page of FakeFilter\..*/,
    () => ({ code: 'databaseBusy' }),
  ],
  [/The key of the samples keeps changing.*/, () => ({ code: 'beingDeleted' })],
];

/** What a text of that version said, in its order. What is none of its sentences is kept as technical text. */
function noticesInProse(text: string): Notice[] {
  const found = SENTENCES.flatMap(([pattern, notice]) => {
    const match = pattern.exec(text);
    return match ? [{ match, notice }] : [];
  });
  const [first] = found.sort((a, b) => a.match.index - b.match.index);
  const before = text.slice(0, first?.match.index).trim();
  const rest: Notice[] = before === '' ? [] : [{ code: 'unexpected', detail: before.slice(0, MAX_DETAIL) }];
  if (!first) return rest;
  const [whole, ...numbers] = first.match;
  const after = text.slice(first.match.index + whole.length);
  return [...rest, first.notice(...numbers.map(Number)), ...noticesInProse(after)];
}

const Fields = v.record(v.string(), v.unknown());

/** The record of a site with notices instead of sentences. */
export function siteOfToday(record: unknown): unknown {
  if (!v.is(Fields, record) || typeof record.notice !== 'string') return record;
  const { notice, ...rest } = record;
  return { ...rest, notices: noticesInProse(notice).slice(-MAX_NOTICES) };
}

/** A round with a reason instead of a sentence. */
export function roundOfToday(round: unknown): unknown {
  if (!v.is(Fields, round) || typeof round.detail !== 'string') return round;
  const { detail, ...rest } = round;
  const [reason] = noticesInProse(detail);
  // A round that the user ended said nothing besides.
  return { ...rest, reason: reason ?? (rest.outcome === 'stopped' ? { code: 'stoppedByUser' } : null) };
}
