import { expect, test } from 'vitest';
import { codecName } from '../../../src/files/codec-names.ts';
import { HEAD_BYTES, kindOf } from '../../../src/files/kind.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const ftyp = (...brands: string[]): string =>
  `\0\0\0${String.fromCharCode(8 + 4 + 4 + 4 * (brands.length - 1))}ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`;

function packets(length: number, before = 0): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  for (let at = before; at < head.length; at += length) head[at] = 0x47;
  return head;
}

test.each([
  ['\xff\xd8\xff\xe0', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['GIF89a', 'image/gif'],
  ['RIFF\0\0\0\0WEBPVP8X', 'image/webp'],
  [ftyp('avif', 'mif1'), 'image/avif'],
  [ftyp('mif1', 'avif'), 'image/avif'],
  [ftyp('avis', 'avis', 'msf1'), 'image/avif'],
  [ftyp('heic', 'mif1'), 'image/heic'],
  ['II*\0', 'image/tiff'],
  ['BM\x36\0\0\0\0\0\0\0', 'image/bmp'],
  ['\0\0\0\x0cjP  \r\n\x87\n', 'image/jp2'],
  ['8BPS\0\x01', 'image/vnd.adobe.photoshop'],
  ['P6\n640 360', 'image/x-portable-anymap'],
  ['\x76\x2f\x31\x01', 'image/x-exr'],
  [ftyp('crx ', 'crx ', 'isom'), 'image/x-raw'],
  ['II*\0\x10\0\0\0CR\x02\0', 'image/x-raw'],
  ['FUJIFILMCCD-RAW 0201', 'image/x-raw'],
  [`II*\0\x08\0\0\0\x02\0${'\xfe\0'.padEnd(12, '.')}${'\x12\xc6'.padEnd(12, '.')}`, 'image/x-raw'],
  [`MM\0*\0\0\0\x08\0\x01${'\xc6\x12'.padEnd(12, '.')}`, 'image/x-raw'],
  [`MM\0*\0\0\0\x08\0\x01${'\x01\0'.padEnd(12, '.')}`, 'image/tiff'],
])('%j is a picture: %s', (head, mime) => {
  expect(kindOf(bytes(head))).toEqual({ medium: 'picture', mime });
});

test.each([
  [ftyp('isom', 'avc1'), 'mp4'],
  [ftyp('qt  '), 'mp4'],
  ['\0\0\0\x08wide\0\0\0\0mdat', 'mp4'],
  ['\x1a\x45\xdf\xa3', 'matroska'],
  ['RIFF\0\0\0\0AVI LIST', 'avi'],
  ['FLV\x01\x05', 'flv'],
  ['OggS\0', 'ogg'],
  ['\0\0\x01\xba', 'mpegPs'],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'asf'],
  ['.RMF', 'realMedia'],
  [ftyp('3gp4'), 'mp4'],
  [ftyp('M4V '), 'mp4'],
  ['\x1f\x07\0\xbf', 'dv'],
  ['\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d', 'mxf'],
  ['DKIF\0\0', 'ivf'],
  ['YUV4MPEG2 W640 H360', 'y4m'],
  ['nut/multimedia container\0', 'nut'],
  ['\0\0\0\x01\x67\x64', 'bareAvc'],
  ['\0\0\0\x01\x40\x01\x0c', 'bareHevc'],
  ['\0\0\x01\xb3', 'mpegPs'],
])('%j is a video in %s', (head, container) => {
  expect(kindOf(bytes(head))).toEqual({ medium: 'video', container });
});

test.each([
  ['broadcast', packets(188)],
  ['camcorder', packets(192, 4)],
  ['a recording that began within a packet', packets(188, 77)],
])('a transport stream is told by its packets: %s', (_, head) => {
  expect(kindOf(head)).toEqual({ medium: 'video', container: 'mpegTs' });
});

test.each([
  ['This is a text.', 'webPage'],
  ['<!DOCTYPE html><title>404 Not Found</title>', 'webPage'],
  ['{"error":"Forbidden"}', 'webPage'],
  // A character that is cut in two at the end of the head.
  ['Stra\xc3\x9fe \xc3', 'webPage'],
  ['\xef\xbb\xbf<html>', 'webPage'],
  ['#EXTM3U\n#EXTINF:4,\na.ts', 'playlist'],
  ['<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011">', 'playlist'],
  ['%PDF-1.7\n%\xe2\xe3\xcf\xd3', 'document'],
  ['<?xml version="1.0"?><svg width="1"/>', 'document'],
  ['\xd0\xcf\x11\xe0\xa1\xb1', 'document'],
  ['PK\x03\x04\x14\0\x06\0[Content_Types].xml', 'document'],
  ['PK\x03\x04\x14\0video.mp4', 'archive'],
  ['\x1f\x8b\x08\0', 'archive'],
  ['7z\xbc\xaf\x27\x1c', 'archive'],
  ['Rar!\x1a\x07', 'archive'],
  [`${'video.mp4'.padEnd(257, '\0')}ustar\0`, 'archive'],
  ['\0'.repeat(512), 'blank'],
])('%j is no medium: %s', (head, what) => {
  expect(kindOf(bytes(head))).toEqual({ medium: 'other', what });
});

test.each([[''], ['MZ\x90\0\x03'], ['\xff\xfb\x90\x44'], ['RIFF\x24\0\0\0WAVEfmt '], ['ID3\x04\0\0']])(
  '%j is left to the player',
  (head) => {
    expect(kindOf(bytes(head))).toEqual({ medium: 'unknown' });
  },
);

test.each([
  ['XVID', 'MPEG-4 Part 2 (XVID)'],
  ['DX50', 'MPEG-4 Part 2 (DX50)'],
  ['V_MPEG4/ISO/ASP', 'MPEG-4 Part 2'],
  ['WMV3', 'Windows Media Video (WMV3)'],
  ['apch', 'Apple ProRes (apch)'],
  ['hvc1', 'HEVC (H.265) (hvc1)'],
  ['dvsd', 'DV (dvsd)'],
  ['FFV1', 'FFV1'],
  ['2vuy', 'uncompressed video (2vuy)'],
  ['png ', 'PNG video'],
  ['ABCD', 'the codec “ABCD”'],
  ['\0\0\0\0', 'an unnamed codec'],
])('people call %j %s', (code, name) => {
  expect(codecName(code)).toBe(name);
});
