import { startsWith } from './first-bytes.ts';

/** Containers of videos that are known by their first bytes and not taken apart, with what people call what is in them. */

const LATIN = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

export const UNREAD_CONTAINERS = {
  dv: 'DV',
  mxf: 'video in MXF',
  ivf: 'video in IVF',
  y4m: 'uncompressed video (Y4M)',
  nut: 'video in NUT',
  bareAvc: 'H.264 without a container',
  bareHevc: 'HEVC (H.265) without a container',
} as const;

export type UnreadContainer = keyof typeof UNREAD_CONTAINERS;

const MARKS: readonly (readonly [UnreadContainer, readonly number[]])[] = [
  ['dv', [0x1f, 0x07, 0x00]],
  ['mxf', [0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01]],
  ['ivf', LATIN('DKIF')],
  ['y4m', LATIN('YUV4MPEG2')],
  ['nut', LATIN('nut/multimedia')],
  // Of a bare stream the first unit: parameters, or a delimiter.
  ['bareAvc', [0, 0, 0, 1, 0x67]],
  ['bareAvc', [0, 0, 0, 1, 0x27]],
  ['bareAvc', [0, 0, 0, 1, 0x09]],
  ['bareHevc', [0, 0, 0, 1, 0x40, 0x01]],
  ['bareHevc', [0, 0, 0, 1, 0x46, 0x01]],
];

export function unreadContainer(head: Uint8Array): UnreadContainer | null {
  return MARKS.find(([, mark]) => startsWith(head, mark))?.[0] ?? null;
}

export function isUnread(container: string): container is UnreadContainer {
  return Object.hasOwn(UNREAD_CONTAINERS, container);
}
