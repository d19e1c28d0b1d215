import { describe, expect, it } from 'vitest';
import { framePrint, isSamePicture } from '../../../src/verdict/same-picture.ts';
import { VideoEvidence } from '../../../src/verdict/video-evidence.ts';
import { videoState } from '../../../src/verdict/video-state.ts';
import { meaningOf, verdictLine } from '../../../src/verdict/words.ts';
import { face, seen, thresholds } from './frames.ts';

const by = { thresholds, modelVersion: 'trial', backend: 'wasm' } as const;
const FACE = { x: 0.4, y: 0.3, width: 0.1, height: 0.2 };

/** A frame of waves, moved by some pixels, with grain; `caption` is drawn over its lower edge. */
function frame({ moved = 0, grain = 0, caption = 0 } = {}) {
  const width = 320;
  const height = 180;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = 120 + 80 * Math.sin((x + moved) / 9) * Math.cos(y / 7);
      const noise = grain * (((x * 7919 + y * 104729 + moved * 31 + caption) % 13) / 6 - 1);
      const value = caption && y > 150 ? caption : wave + noise;
      for (let c = 0; c < 3; c++) data[(y * width + x) * 4 + c] = value;
    }
  }
  return { width, height, data };
}

describe('a picture of a face', () => {
  const still = framePrint(frame());

  it.each([
    ['grain of coding', { grain: 6 }, true],
    ['a caption elsewhere', { caption: 250 }, true],
    ['a move of three pixels', { moved: 3 }, false],
  ])('after %s is the same: %s', (_, change, same) => {
    expect(isSamePicture(still, framePrint(frame(change)), FACE)).toBe(same);
  });
});

describe('frames that show the same', () => {
  /** The state after so many frames, each with the picture of `print`. */
  function after(count: number, print: (i: number) => Uint8Array, quality: 'file' | 'direct' = 'direct') {
    const evidence = new VideoEvidence(quality);
    for (let i = 0; i < count; i++) evidence.add({ ...seen(i, face(-3)), quality, print: print(i) });
    return videoState(evidence, by);
  }

  it('are one frame: a still as a video is treated like the still', () => {
    const prints = [0, 1, 2].map((grain) => framePrint(frame({ grain })));
    const asVideo = after(16, (i) => prints[i % 3] ?? new Uint8Array());
    const asPicture = after(1, () => framePrint(frame()));
    expect(asVideo.verdict).toEqual(asPicture.verdict);
    expect(asVideo).toMatchObject({
      phase: 'done',
      verdict: { kind: 'unclear', reason: 'tooFewFrames' },
      framesSeen: 16,
      framesJudged: 1,
      framesRepeated: 15,
    });
    expect(asVideo.faces[0]?.frames).toBe(1);
  });

  it('do not hide that others differ: a loop of four different ones has four', () => {
    const prints = [0, 4, 8, 12].map((moved) => framePrint(frame({ moved })));
    expect(after(12, (i) => prints[i % 4] ?? new Uint8Array())).toMatchObject({
      framesJudged: 4,
      framesRepeated: 8,
    });
  });

  it('are told of as what they are, and too few different ones with what would help', () => {
    const still = after(16, () => framePrint(frame()));
    expect(meaningOf(still.verdict, still)).toContain('the same picture again and again');
    const paused = after(4, (i) => framePrint(frame({ moved: 5 * i })));
    const few = { kind: 'unclear', reason: 'tooFewFrames' } as const;
    expect(verdictLine(few, paused)).toBe('Unclear (too few different frames with a face: 4 of 8 frames)');
    expect(meaningOf(few, paused)).toContain('Press play: 4 of 8 frames');
    const file = after(1, () => framePrint(frame()), 'file');
    expect(meaningOf(file.verdict, file)).not.toContain('Press play');
  });
});
