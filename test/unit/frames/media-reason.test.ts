import { describe, expect, test } from 'vitest';
import {
  declaresPicture,
  reasonForMediaError,
  reasonForPlayerError,
} from '../../../src/frames/media-reason.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe('why a medium cannot be read', () => {
  test('a codec that is missing is told from a file that is none', () => {
    const reasons = [
      'DEMUXER_ERROR_NO_SUPPORTED_STREAMS: FFmpegDemuxer: no supported streams',
      'DEMUXER_ERROR_COULD_NOT_OPEN: FFmpegDemuxer: open context failed',
      'MEDIA_ELEMENT_ERROR: Format error',
      '',
    ].map((message) => reasonForMediaError({ code: 4, message }));
    expect(reasons).toEqual(['unsupportedCodec', 'unreadable', 'unreadable', 'unreadable']);
  });
  test('a file damaged in the middle is unreadable, a decoder that cannot start lacks the codec', () => {
    expect(
      reasonForMediaError({ code: 3, message: 'PIPELINE_ERROR_DECODE: Failed to send video packet' }),
    ).toBe('unreadable');
    expect(reasonForMediaError({ code: 3, message: 'DECODER_ERROR_NOT_SUPPORTED' })).toBe('unsupportedCodec');
  });
});

test('of a page’s player nobody knows what it got, but a codec is still named as missing', () => {
  const reason = (code: number, message: string): string => reasonForPlayerError({ code, message });
  expect(reason(2, 'PIPELINE_ERROR_READ')).toBe('notPlayed');
  expect(reason(4, 'MEDIA_ELEMENT_ERROR: Format error')).toBe('notPlayed');
  expect(reason(4, 'DEMUXER_ERROR_NO_SUPPORTED_STREAMS')).toBe('unsupportedCodec');
});

describe('whether a file declares a picture', () => {
  test('by the video handler of MP4', () => {
    expect(declaresPicture(bytes('....hdlr\0\0\0\0\0\0\0\0vide\0\0'))).toBe(true);
    expect(declaresPicture(bytes('....hdlr\0\0\0\0\0\0\0\0soun\0\0'))).toBe(false);
  });
  test('by the codec names of Matroska and WebM', () => {
    expect(declaresPicture(bytes('..V_MPEGH/ISO/HEVC..'))).toBe(true);
    expect(declaresPicture(bytes('..A_OPUS..'))).toBe(false);
  });
});
