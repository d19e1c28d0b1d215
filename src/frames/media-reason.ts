import type { UncheckedReason } from '../verdict/types.ts';

/** The parts of a MediaError that say what happened. */
interface MediaFailure {
  code: number;
  message: string;
}

const DECODE = 3;

/**
 * What to tell of a media element's error. Code 4 is both "not a medium at all" and "a codec we lack"; Chromium tells them
 * apart in its message (`DEMUXER_ERROR_NO_SUPPORTED_STREAMS` for a file it understands and cannot decode), Firefox likewise
 * (`…no decoders for requested formats…`).
 */
export function reasonForMediaError(error: MediaFailure | null): UncheckedReason {
  if (!error) return 'unreadable';
  const codec = /NO_SUPPORTED_STREAMS|DECODER_ERROR_NOT_SUPPORTED|no decoders? for|unsupported codec/i;
  if (codec.test(error.message)) return 'unsupportedCodec';
  if (error.code === DECODE && /DECODER_INITIALIZATION|not supported/i.test(error.message))
    return 'unsupportedCodec';
  return 'unreadable';
}

/** As {@link reasonForMediaError}, of a player of the page: what came from its address may be no video, a refusal, or a video that was cut or badly packed on its way. */
export function reasonForPlayerError(error: MediaFailure): UncheckedReason {
  const reason = reasonForMediaError(error);
  return reason === 'unreadable' ? 'notPlayed' : reason;
}

/** Track marks of a picture: the `vide` handler of MP4 and QuickTime, the codec names of Matroska and WebM. */
const PICTURE_MARKS = [
  'hdlr\0\0\0\0\0\0\0\0vide',
  'hdlr\0\0\0\0mhlrvide',
  'V_MPEG',
  'V_VP',
  'V_AV1',
  'V_MS',
  'V_QUICKTIME',
];

/** Whether bytes of a media container declare a picture track, whatever its codec. */
export function declaresPicture(bytes: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(bytes);
  return PICTURE_MARKS.some((mark) => text.includes(mark));
}

/** How much of either end of a file is searched: MP4 keeps its index at the start or at the end. */
const SEARCHED_BYTES = 4 * 1024 * 1024;

/**
 * Why a medium that opened has no picture: a browser plays the sound of a file whose picture it cannot decode, and that
 * looks like sound alone. Files at hand (blob:) are searched for a picture track; other addresses are not fetched again.
 */
export async function reasonForMissingPicture(url: string): Promise<UncheckedReason> {
  if (!url.startsWith('blob:')) return 'noVideoTrack';
  const file = await (await fetch(url)).blob();
  const ends = [file.slice(0, SEARCHED_BYTES), file.slice(Math.max(0, file.size - SEARCHED_BYTES))];
  for (const end of ends) {
    if (declaresPicture(new Uint8Array(await end.arrayBuffer()))) return 'unsupportedCodec';
  }
  return 'noVideoTrack';
}
