import { describe, expect, it } from 'vitest';
import type { Runtime } from 'webextension-polyfill';
import { isIn, videoId } from '../../../src/offscreen/video-id.ts';

const tab = (id: number) => ({
  id,
  index: 0,
  highlighted: false,
  active: true,
  pinned: false,
  incognito: false,
});
const sender = (id: number, frameId: number, documentId: string) =>
  ({ tab: tab(id), frameId, documentId, url: 'https://example.com/' }) satisfies Runtime.MessageSender & {
    documentId: string;
  };
const key = { video: 'a', epoch: 1 };

describe('videoId', () => {
  it('tells which document shows the video', () => {
    const video = videoId(sender(1, 0, 'd'), key);
    expect([isIn(['d'], video), isIn(['c', 'e'], video), isIn(['1'], video)]).toEqual([true, false, false]);
  });

  it('tells tabs, frames, documents and videos apart', () => {
    const ids = [
      videoId(sender(1, 0, 'd'), key),
      videoId(sender(2, 0, 'd'), key),
      videoId(sender(1, 3, 'd'), key),
      videoId(sender(1, 0, 'e'), key),
      videoId(sender(1, 0, 'd'), { ...key, video: 'b' }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is the same for all sources of one element', () => {
    const from = sender(1, 0, 'd');
    expect(videoId(from, key)).toBe(videoId(from, { ...key, epoch: 2 }));
  });
});
