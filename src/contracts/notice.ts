import * as v from 'valibot';
import { count } from './numbers.ts';

/** What a person is told, as a code with parameters. Stored, sent and thrown so; the words are made where they are shown (`src/words`). */

/** Codes that say all there is to say. */
const PLAIN_CODES = [
  // What happened to a site's samples, versions and rounds.
  'facesDamaged', // samples could not be read, and were removed
  'facesNotKept', // the last faces could not be stored; why follows
  'fellBack', // the version in use failed the tests on new faces, so that the original judges again
  'overtaken', // a version passed, but another one had been put in use while it was trained
  'stoppedByUser',
  'switchedOff', // the site's switch was turned off while a round ran
  'samplesDeleted', // what a round learned from was deleted meanwhile
  // Why learning cannot begin or go on.
  'learningOff', // the site's switch is off
  'roundRunning',
  'notAdaptable', // this network cannot be adapted
  'learningFilesDamaged', // the replay memory or its transfer is missing, damaged or of another network
  'videoUnknown', // the engine no longer knows the video that is to be trusted
  'beingDeleted', // another page is deleting the samples
  // Storage.
  'storageFull',
  'databaseNewer',
  'databaseDamaged',
  'databaseSlow',
  'databaseBusy',
  'settingsNewer',
  // Pages and messages.
  'pageForbidden', // the browser lets no extension into this page
  'pageBusy', // it does not answer in time
  'pageGone', // its script does not answer any more
  'tabClosed',
  'tabNotFound',
  'detectorSilent', // the engine does not answer
  'tooSlow', // a piece of work did not end in time
  'videoNotFoundThere',
  'videoNotFoundOnPage',
] as const;

/** Reasons of the engine for which nothing can be judged or learned; also among `UNCHECKED_REASONS`. */
const ENGINE_REASONS = ['noModel', 'selfTest', 'faceDetector', 'engineLost'] as const;

/** Letters of technical text that are kept. */
export const MAX_DETAIL = 500;
const host = v.pipe(v.string(), v.maxLength(255));

const KnownSchema = v.variant('code', [
  v.object({ code: v.picklist(PLAIN_CODES) }),
  v.object({ code: v.picklist(ENGINE_REASONS) }),
  v.object({
    code: v.picklist([
      'versionDamaged', // and removed
      'versionOutdated', // of an earlier network, and removed
      'versionInUse', // instead of one that was removed; 0 is the original
      'versionNotKept', // asked for, but not there
    ]),
    version: count,
  }),
  /** Too little was gathered for a round. */
  v.object({
    code: v.literal('tooLittle'),
    faces: count,
    facesNeeded: count,
    videos: count,
    videosNeeded: count,
    days: count,
    daysNeeded: count,
  }),
  v.object({
    code: v.picklist([
      'frameAccessRefused', // the video lies in a frame of this host, for which access was not granted
      'frameMayHoldVideo', // none was found in the page, but a frame of this host may hold one
    ]),
    host,
  }),
  /** Nobody reckoned with it. `detail` is technical, in English. */
  v.object({ code: v.literal('unexpected'), detail: v.pipe(v.string(), v.maxLength(MAX_DETAIL)) }),
  /** A code of a newer version of the extension. */
  v.object({ code: v.literal('unknown'), name: v.pipe(v.string(), v.maxLength(100)) }),
]);
export type Notice = v.InferOutput<typeof KnownSchema>;

/** A code that is not known here, or whose parameters are not understood, is told as such and never an error. */
export const NoticeSchema = v.union([
  KnownSchema,
  v.pipe(
    v.looseObject({ code: v.string() }),
    v.transform(({ code }): Notice => ({ code: 'unknown', name: code.slice(0, 100) })),
  ),
]);

/** Of one site: more would not be read. */
export const MAX_NOTICES = 20;
export const NoticesSchema = v.pipe(v.array(NoticeSchema), v.maxLength(MAX_NOTICES));
