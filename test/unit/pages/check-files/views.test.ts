import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergedViews } from '../../../../src/pages/check-files/merged-views.ts';
import { viewsOf, type PictureView } from '../../../../src/files/picture-views.ts';
import { MAX_PIXELS } from '../../../../src/messages/pixels.ts';
import { aFace, aState } from '../../reports.ts';

describe('how a picture is looked at', () => {
  it('is as a whole where it is of common size and shape', () => {
    expect(viewsOf(1920, 1080)).toEqual([
      { part: { x: 0, y: 0, width: 1920, height: 1080 }, width: 1920, height: 1080 },
    ]);
    expect(viewsOf(4000, 3000)).toHaveLength(1);
  });

  it('is part by part where it is huge or long', () => {
    expect(viewsOf(12_000, 9000).length).toBeGreaterThan(6);
    expect(viewsOf(480, 17_000).every(({ part }) => part.width === 480 && part.height === 960)).toBe(true);
  });

  it('leaves nothing out, and no part is too large for a message', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(side, side, fc.double({ min: 0, max: 0.999, noNaN: true }), (width, height, where) => {
        const views = viewsOf(width, height);
        const [x, y] = [Math.floor(where * width), Math.floor(where * height)];
        expect(
          views.some(
            ({ part }) => x >= part.x && y >= part.y && x < part.x + part.width && y < part.y + part.height,
          ),
        ).toBe(true);
        for (const view of views) {
          expect(view.width * view.height).toBeLessThanOrEqual(MAX_PIXELS);
          expect(view.part.x + view.part.width).toBeLessThanOrEqual(width);
          expect(view.part.y + view.part.height).toBeLessThanOrEqual(height);
        }
      }),
    );
  });
});

describe('the parts of a picture together', () => {
  const view = (y: number): PictureView => ({
    part: { x: 0, y, width: 100, height: 200 },
    width: 100,
    height: 200,
  });
  const size = { width: 100, height: 1000 };
  const face = (y: number, probability = 0.5) =>
    aFace({ probability, box: { x: 0.2, y, width: 0.4, height: 0.2 } });
  const part = (y: number, ...faces: ReturnType<typeof aFace>[]) => ({
    view: view(y),
    state: aState(
      faces.length > 0
        ? { kind: 'unclear', reason: 'tooFewFrames' }
        : { kind: 'notChecked', reason: 'noFace' },
      {
        faces,
        probability: faces[0]?.probability ?? null,
      },
    ),
  });

  it('are one frame with the faces of all, each once', () => {
    // The second and the third part overlap: the face at 310 lies in both.
    const state = mergedViews(
      [part(0, face(0.1)), part(200, face(0.55, 0.7)), part(300, face(0.05)), part(800)],
      size,
    );
    expect(state).toMatchObject({
      framesSeen: 1,
      framesJudged: 1,
      probability: 0.7,
      verdict: { kind: 'unclear' },
    });
    expect(state?.faces.map(({ track, box }) => [track, Math.round(box.y * 1000)])).toEqual([
      [1, 20],
      [2, 310],
    ]);
  });

  it('have no face where none has one', () => {
    expect(mergedViews([part(0), part(200)], size)).toMatchObject({
      verdict: { kind: 'notChecked', reason: 'noFace' },
      framesJudged: 0,
      faces: [],
    });
    expect(mergedViews([], size)).toBeNull();
  });
});
