import { RARE } from './prior.ts';
import type { Quality, UncheckedReason, UnclearReason, Verdict, VerdictKind } from './types.ts';

/** The verdicts as people read them. The badge, the popup, the command line and the docs all use these. */
export const VERDICT_WORDS = {
  noSign: 'No sign of manipulation found',
  unclear: 'Unclear',
  manipulated: 'Likely manipulated',
  notChecked: 'Could not check',
} as const satisfies Record<VerdictKind, string>;

/** What a verdict does and does not mean, in one or two sentences. */
export const VERDICT_MEANING = {
  noSign: 'The detector saw nothing unusual. That is not proof that the video is genuine.',
  unclear: 'The evidence does not allow a verdict either way.',
  manipulated:
    'The detector saw traces that manipulated faces have. It can be wrong, most of all where manipulated videos are rare: check the source before you pass it on.',
  notChecked: 'No verdict was reached. This says nothing about the video.',
} as const satisfies Record<VerdictKind, string>;

/**
 * How far to trust "Likely manipulated" where manipulated videos are rare: "at best about 3 of 10 … would really be". At best,
 * since the rates are measured on fakes of kinds that the detector knows; of others fewer are caught, with as many false alarms.
 * @param precision share of the videos so called that really are, 0…1, if {@link RARE} of all were.
 */
export function rarityWords(precision: number): string {
  const ofTen = Math.round(precision * 10);
  const howMany =
    ofTen === 0 ? 'fewer than 1' : ofTen === 10 ? 'at best more than 9' : `at best about ${ofTen}`;
  return `If 1 in ${Math.round(1 / RARE)} videos were manipulated, ${howMany} of 10 videos marked “${VERDICT_WORDS.manipulated}” would really be.`;
}

/** What a verdict on a video means, and how far it goes where that is known. */
export function meaningOf(kind: VerdictKind, precisionWhereRare?: number): string {
  if (kind !== 'manipulated' || precisionWhereRare === undefined) return VERDICT_MEANING[kind];
  return `The detector saw traces that manipulated faces have, but it can be wrong. ${rarityWords(precisionWhereRare)} Check the source before you pass it on.`;
}

export const UNCHECKED_WORDS = {
  noFace: 'no face to judge',
  protectedMedia: 'protected video',
  mediaPermission: 'the file lies on another host; allow that host in the popup',
  screenRefused: 'the picture of this tab could not be taken; bring the tab to the front and try again',
  zoomed: 'the page is zoomed in with two fingers; zoom out and try again',
  hidden: 'the video is hidden, off-screen or too small',
  noFrames: 'the video delivered no frame; let it play and try again',
  noVideoTrack: 'there is sound but no picture that this browser can show',
  unsupportedCodec: 'this browser cannot decode the video',
  unreadable: 'this is not a readable video or image',
  tooLarge: 'the picture is too large to be checked',
  sourceChanged: 'another video took its place',
  noModel: 'the detector is missing or damaged; reinstall the extension',
  selfTest: 'the detector failed its self-test on this machine',
  faceDetector: 'the face detector could not start; it needs WebGL',
  engineLost: 'the detector stopped; try again',
  cancelled: 'stopped',
} as const satisfies Record<UncheckedReason, string>;

const UNCLEAR_WORDS = {
  tooFewFrames: 'too few frames with a face',
  undecided: 'the evidence is mixed',
  unfamiliar: 'the face looks unlike those the detector was trained on',
  smallFace: 'the face is too small',
  blurred: 'the face is too blurred',
  noisy: 'the picture is too noisy',
  disagreement: 'frames contradict one another',
} as const satisfies Record<UnclearReason, string>;

export const QUALITY_WORDS = {
  direct: 'read from the player',
  ownPlayer: 'read from the file itself',
  screen: 'screen quality',
  file: 'read from a file on this computer',
} as const satisfies Record<Quality, string>;

/**
 * What is said of one face: nothing of its own before the verdict on the video, since the next frames may change it, nor where
 * that one was not reached.
 * @param video the verdict on the video; null while it is awaited.
 */
export function faceLine(face: Verdict, video: Verdict | null): string {
  if (!video) return 'being checked';
  return video.kind === 'notChecked' ? 'no verdict' : verdictLine(face);
}

/** One line for a verdict, with its reason where there is one: "Could not check (no face to judge)". */
export function verdictLine(verdict: Verdict): string {
  const words = VERDICT_WORDS[verdict.kind];
  switch (verdict.kind) {
    case 'unclear':
      return `${words} (${UNCLEAR_WORDS[verdict.reason]})`;
    case 'notChecked':
      return `${words} (${UNCHECKED_WORDS[verdict.reason]})`;
    default:
      return words;
  }
}
