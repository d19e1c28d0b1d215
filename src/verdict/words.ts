import type { BackendName } from '../contracts/backend.ts';
import { dateTime, listed, plural, text, texts } from '../words/text.ts';
import { clock } from './numbers.ts';
import { RARE } from './prior.ts';
import { TUNABLES } from './tunables.ts';
import type {
  Quality,
  SiteSide,
  UncheckedReason,
  UnclearReason,
  Verdict,
  VerdictKind,
  VerdictPart,
  VideoState,
} from './types.ts';

/** The verdicts as people read them. The badge, the popup, the command line and the docs all use these. */
export const VERDICT_WORDS: Readonly<Record<VerdictKind, string>> = texts({
  noSign: 'verdict_noSign',
  unclear: 'verdict_unclear',
  manipulated: 'verdict_manipulated',
  notChecked: 'verdict_notChecked',
});

/** Where the network runs, for people. */
export const BACKEND_WORDS: Readonly<Record<BackendName, string>> = texts({
  webgpu: 'backend_webgpu',
  webgl: 'backend_webgl',
  wasm: 'backend_wasm',
});

/** The verdicts where there is room for a word or two, beside their marks. */
export const SHORT_VERDICT_WORDS: Readonly<Record<VerdictKind, string>> = texts({
  noSign: 'verdict_noSignShort',
  unclear: 'verdict_unclear',
  manipulated: 'verdict_manipulated',
  notChecked: 'verdict_notChecked',
});

/** What no verdict speaks of. Stands wherever a reassuring verdict does. */
export function notLookedFor(): string {
  return text('notLookedFor');
}

/** What a verdict does and does not mean, in one or two sentences. */
function verdictMeaning(kind: VerdictKind): string {
  const meaning = VERDICT_MEANING[kind];
  return kind === 'noSign' ? `${meaning} ${notLookedFor()}` : meaning;
}

const VERDICT_MEANING: Readonly<Record<VerdictKind, string>> = texts({
  noSign: 'meaning_noSign',
  unclear: 'meaning_unclear',
  manipulated: 'meaning_manipulated',
  notChecked: 'meaning_notChecked',
});

/** Names the details of {@link rarityWords}. */
export function rarityQuestion(): string {
  return text('rarity_question');
}

/**
 * How far to trust "Likely manipulated" where manipulated videos are rare: "at best about 3 of 10 … would really be". At best,
 * since the rates are measured on fakes of kinds that the detector knows; of others fewer are caught, with as many false alarms.
 * @param precision share of the videos so called that really are, 0…1, if {@link RARE} of all were.
 */
function rarityWords(precision: number): string {
  const right = Math.round(precision * 10);
  const values = { all: Math.round(1 / RARE), verdict: VERDICT_WORDS.manipulated };
  if (right === 0) return text('rarity_none', values);
  return right === 10 ? text('rarity_all', values) : text('rarity_some', { ...values, right });
}

/** The answer to {@link rarityQuestion}, which stands behind a verdict; null where there is none. */
export function rarityOf(
  verdict: Verdict,
  state: Pick<VideoState, 'precisionWhereRare'> | null,
): string | null {
  if (verdict.kind !== 'manipulated' || state?.precisionWhereRare === undefined) return null;
  return rarityWords(state.precisionWhereRare);
}

const SITE_LEVEL_WORDS: Readonly<Record<SiteSide, string>> = texts({
  higher: 'level_higher',
  lower: 'level_lower',
});

/** What was taken into account of the site; null if nothing. */
export function siteLevelWords({ siteLevel }: Pick<VideoState, 'siteLevel'>): string | null {
  return siteLevel ? SITE_LEVEL_WORDS[siteLevel] : null;
}

/** What was said of a video that looks like this one, when it was checked before. @param at ms since 1970. */
export function beforeWords({ at, verdict }: { at: number; verdict: Verdict }): string {
  return text('before_line', { date: dateTime(at), line: verdictLine(verdict) });
}

export const UNCHECKED_WORDS: Readonly<Record<UncheckedReason, string>> = texts({
  noFace: 'unchecked_noFace',
  protectedMedia: 'unchecked_protectedMedia',
  mediaPermission: 'unchecked_mediaPermission',
  secondAccess: 'unchecked_secondAccess',
  screenRefused: 'unchecked_screenRefused',
  zoomed: 'unchecked_zoomed',
  hidden: 'unchecked_hidden',
  noFrames: 'unchecked_noFrames',
  noVideoTrack: 'unchecked_noVideoTrack',
  unsupportedCodec: 'unchecked_unsupportedCodec',
  unreadable: 'unchecked_unreadable',
  notPlayed: 'unchecked_notPlayed',
  damaged: 'unchecked_damaged',
  webPage: 'unchecked_webPage',
  playlist: 'unchecked_playlist',
  document: 'unchecked_document',
  archive: 'unchecked_archive',
  tooLarge: 'unchecked_tooLarge',
  sourceChanged: 'unchecked_sourceChanged',
  noModel: 'unchecked_noModel',
  selfTest: 'unchecked_selfTest',
  faceDetector: 'unchecked_faceDetector',
  tooSlow: 'unchecked_tooSlow',
  engineLost: 'unchecked_engineLost',
  cancelled: 'unchecked_cancelled',
});

const UNCLEAR_WORDS: Readonly<Record<UnclearReason, string>> = texts({
  tooFewFrames: 'unclear_tooFewFrames',
  undecided: 'unclear_undecided',
  stretch: 'unclear_stretch',
  unfamiliar: 'unclear_unfamiliar',
  smallFace: 'unclear_smallFace',
  turned: 'unclear_turned',
  covered: 'unclear_covered',
  lowDetail: 'unclear_lowDetail',
  blurred: 'unclear_blurred',
  noisy: 'unclear_noisy',
  disagreement: 'unclear_disagreement',
});

/** What is missing for a verdict, or what would help; where there is nothing to say, what "unclear" means stands alone. */
const UNCLEAR_ADVICE: Readonly<Partial<Record<UnclearReason, string>>> = texts({
  undecided: 'advice_undecided',
  stretch: 'advice_stretch',
  turned: 'advice_turned',
  covered: 'advice_covered',
  lowDetail: 'advice_lowDetail',
  blurred: 'advice_blurred',
  noisy: 'advice_noisy',
  smallFace: 'advice_smallFace',
});

export const QUALITY_WORDS: Readonly<Record<Quality, string>> = texts({
  direct: 'quality_direct',
  ownPlayer: 'quality_ownPlayer',
  screen: 'quality_screen',
  file: 'quality_file',
});

type Counted = Pick<VideoState, 'framesJudged' | 'framesRepeated' | 'quality'>;

/** How many frames there are of those by which a video is decided. */
function framesSoFar({ framesJudged }: Counted): { seen: number; wanted: number } {
  return { seen: Math.min(framesJudged, TUNABLES.framesToDecide), wanted: TUNABLES.framesToDecide };
}

/** What to do about too few frames, by where they come from. */
function fewFramesAdvice(counted: Counted): string {
  if (counted.framesRepeated > counted.framesJudged) {
    return text('advice_stillPicture');
  }
  if (counted.quality === 'file') return text('advice_fewInFile');
  return text('advice_pressPlay', framesSoFar(counted));
}

/**
 * What a verdict on a video means, and what to do about it.
 * @param state what it rests on, where that is known.
 */
export function meaningOf(verdict: Verdict, state: Counted | null): string {
  if (verdict.kind !== 'unclear') return verdictMeaning(verdict.kind);
  const advice =
    verdict.reason === 'tooFewFrames' && state ? fewFramesAdvice(state) : UNCLEAR_ADVICE[verdict.reason];
  return advice ? `${VERDICT_MEANING.unclear} ${advice}` : VERDICT_MEANING.unclear;
}

/**
 * What is said of one face: nothing of its own before the verdict on the video, since the next frames may change it, nor where
 * that one was not reached.
 * @param video the verdict on the video; null while it is awaited.
 */
export function faceLine(face: Verdict, video: Verdict | null): string {
  if (!video) return text('face_pending');
  return video.kind === 'notChecked' ? text('face_noVerdict') : verdictLine(face);
}

/** The part of a video that a verdict is about: "0:54–1:18, face 2 of 3"; empty where it is the whole. */
function partWords(part: VerdictPart | undefined): string {
  const words: string[] = [];
  if (part?.stretch) words.push(`${clock(part.stretch.fromMs)}–${clock(part.stretch.toMs)}`);
  if (part?.face) words.push(text('part_face', part.face));
  return listed(words, 'unit');
}

/**
 * One line for a verdict, with its reason and its part where there are some: "Could not check (no face to judge)",
 * "Unclear (0:54–1:18: a stretch scores high, the rest does not)", "Likely manipulated (face 2 of 2)".
 * @param counted the frames it rests on, told where they are too few.
 */
export function verdictLine(verdict: Verdict, counted: Counted | null = null): string {
  const words = VERDICT_WORDS[verdict.kind];
  const withReason = (reason: string): string => text('verdict_withReason', { verdict: words, reason });
  switch (verdict.kind) {
    case 'unclear': {
      const reason =
        verdict.reason === 'tooFewFrames' && counted
          ? text('unclear_tooFewFramesOf', framesSoFar(counted))
          : UNCLEAR_WORDS[verdict.reason];
      const part = partWords(verdict.part);
      return withReason(part ? text('verdict_partAndReason', { part, reason }) : reason);
    }
    case 'notChecked':
      return withReason(UNCHECKED_WORDS[verdict.reason]);
    case 'manipulated': {
      const part = partWords(verdict.part);
      return part ? withReason(part) : words;
    }
    case 'noSign':
      return words;
  }
}

/** Where a frame's score lies, told without a number: none here is a probability of anything. */
export const LEVEL_WORDS: Readonly<Record<Exclude<VerdictKind, 'notChecked'>, string>> = texts({
  manipulated: 'level_manipulated',
  unclear: 'level_unclear',
  noSign: 'level_noSign',
});

/** What the bands in a drawing of scores mean. */
export function bandsLegend(): string {
  return text('bands_legend');
}

/** What the frames were: how many counted, and how many showed the same again. */
export function framesWords({
  framesJudged,
  framesRepeated,
  framesSeen,
}: Pick<VideoState, 'framesJudged' | 'framesRepeated' | 'framesSeen'>): string {
  const judged = plural('framesWithFace', framesSeen, { judged: framesJudged });
  return framesRepeated > 0 ? listed([judged, plural('framesRepeated', framesRepeated)], 'unit') : judged;
}

/** The detector's version, and that of what was learned on the site, where it judged by that; empty where none is known. */
export function detectorWords({
  modelVersion,
  siteVersion,
}: Pick<VideoState, 'modelVersion' | 'siteVersion'>): string {
  if (modelVersion === '' || siteVersion === undefined) return modelVersion;
  return text('detector_ofSite', { version: modelVersion, number: siteVersion });
}

/** Told where the page shows a video turned by what cannot be undone without loss. */
export function turnedWords(degrees: number): string {
  return text('quality_turned', { degrees: Math.round(degrees) });
}
