import { describe, expect, it, vi } from 'vitest';
import { CUT_VALUES } from '../../../../src/detector/cut.ts';
import type { Sample } from '../../../../src/adaptation/types.ts';
import { Gatherer } from '../../../../src/offscreen/learning/gatherer.ts';
import { RANGES } from '../../adaptation/cuts.ts';
import { face, ORIGIN, OTHER, place } from './judged-faces.ts';

/** Node has no canvas; what JPEG does to a picture is not what is tested here, but that both members of a pair get it. */
const recoded = vi.hoisted((): number[] => []);
vi.mock('../../../../src/offscreen/recode.ts', () => ({
  recode: ({ data }: { data: Uint8Array }, quality: number) => {
    recoded.push(quality);
    return Promise.resolve(data);
  },
}));

function bench() {
  let now = 1_000_000;
  const gatherer = new Gatherer(() => now);
  const seen: number[] = [];
  return {
    gatherer,
    pass: (ms: number) => (now += ms),
    seen,
    /** What is handed over to be stored now. */
    take: async (): Promise<{ origin: string; samples: Sample[] }[]> => {
      const taken = [];
      const cut = (faces: readonly Uint8Array[]) => {
        seen.push(faces.length);
        return Promise.resolve(faces.map(() => new Float32Array(CUT_VALUES)));
      };
      for await (const one of gatherer.settled(cut, RANGES)) taken.push(one);
      return taken;
    },
  };
}

describe('gathering', () => {
  it('waits until the video is no longer being judged, and takes it once', async () => {
    const { gatherer, pass, take } = bench();
    for (let frame = 0; frame < 4; frame++) {
      gatherer.offer('v', place(), 'direct', frame * 2000, [face()]);
      pass(2000);
    }
    expect(await take()).toEqual([]);
    expect(gatherer.settlesIn).toBe(13_000);
    pass(13_000);
    const [site, ...more] = await take();
    expect(more).toEqual([]);
    expect(site?.origin).toBe(ORIGIN);
    expect(site?.samples).toHaveLength(4);
    expect(new Set(site?.samples.map(({ video }) => video)).size).toBe(1);
    expect(site?.samples[0]?.video).not.toContain('v ');
    expect(site?.samples[0]?.face).toHaveLength(CUT_VALUES);
    expect(gatherer.settlesIn).toBeNull();
    // Played again, the same source adds nothing.
    gatherer.offer('v', place(), 'direct', 20_000, [face()]);
    pass(20_000);
    expect(await take()).toEqual([]);
  });

  it('re-encodes a base and its blend alike', async () => {
    const { gatherer, pass, take } = bench();
    recoded.length = 0;
    gatherer.offer('v', place(), 'direct', 0, [face()]);
    pass(20_000);
    await take();
    expect(recoded).toHaveLength(2);
    expect(recoded[0]).toBe(recoded[1]);
  });

  it('takes nothing of private windows, of pictures of the screen, of small faces and of faces that belong to no track', async () => {
    const { gatherer, pass, take } = bench();
    gatherer.offer('private', place({ private: true }), 'direct', 0, [face()]);
    gatherer.offer('screen', place(), 'screen', 0, [face()]);
    gatherer.offer('small', place(), 'direct', 0, [face(63)]);
    gatherer.offer('untracked', place(), 'direct', 0, [{ ...face(), track: null }]);
    pass(20_000);
    expect(await take()).toEqual([]);
  });

  it('takes frames that lie apart, eight faces of a video at most, but all faces of one frame', async () => {
    const { gatherer, pass, take } = bench();
    for (let frame = 0; frame < 30; frame++) gatherer.offer('many', place(), 'direct', frame * 500, [face()]);
    gatherer.offer('two', place({ key: { video: 'b', epoch: 1 } }), 'direct', 0, [face(), face()]);
    pass(20_000);
    expect((await take()).map(({ samples }) => samples.length)).toEqual([8, 2]);
  });

  it('keeps a bounded number of faces in memory, the newest', async () => {
    const { gatherer, pass, take } = bench();
    for (let video = 0; video < 30; video++) {
      for (let frame = 0; frame < 4; frame++)
        gatherer.offer(`v${video}`, place(), 'direct', frame * 2000, [face()]);
    }
    pass(20_000);
    const taken = await take();
    expect(taken.reduce((sum, { samples }) => sum + samples.length, 0)).toBeLessThanOrEqual(64);
    expect(taken.length).toBeGreaterThan(10);
  });

  it('knows a trusted video by its tab, frame and source, before and after it is stored', async () => {
    const { gatherer, pass, take } = bench();
    gatherer.offer('v', place(), 'direct', 0, [face()]);
    expect(gatherer.trust(2, 0, { video: 'a', epoch: 1 }, true)).toBeNull();
    expect(gatherer.trust(1, 0, { video: 'a', epoch: 2 }, true)).toBeNull();
    expect(gatherer.trust(1, 0, { video: 'a', epoch: 1 }, true)).toMatchObject({
      origin: ORIGIN,
      waiting: 1,
    });
    pass(20_000);
    const [site] = await take();
    expect(site?.samples[0]?.trusted).toBe(true);
    expect(gatherer.trust(1, 0, { video: 'a', epoch: 1 }, false)).toEqual({
      origin: ORIGIN,
      name: site?.samples[0]?.video,
      waiting: 0,
    });
  });

  it('forgets one site and leaves the other', async () => {
    const { gatherer, pass, take } = bench();
    gatherer.offer('v', place(), 'direct', 0, [face()]);
    gatherer.offer('w', place({ origin: OTHER }), 'direct', 0, [face()]);
    gatherer.forget(ORIGIN);
    pass(20_000);
    expect((await take()).map(({ origin }) => origin)).toEqual([OTHER]);
  });

  it('hands nothing over that was forgotten while it was being made', async () => {
    const { gatherer, pass } = bench();
    gatherer.offer('v', place(), 'direct', 0, [face()]);
    gatherer.offer('w', place({ key: { video: 'b', epoch: 1 } }), 'direct', 0, [face()]);
    pass(20_000);
    const cut = (faces: readonly Uint8Array[]) => {
      gatherer.forget(ORIGIN);
      return Promise.resolve(faces.map(() => new Float32Array(CUT_VALUES)));
    };
    const taken = [];
    for await (const one of gatherer.settled(cut, RANGES)) taken.push(one);
    expect(taken).toEqual([]);
  });

  it('gives up faces of videos that are done, and keeps those of the others', async () => {
    const { gatherer, pass, take } = bench();
    gatherer.offer('v', place(), 'direct', 0, [face()]);
    pass(15_000);
    gatherer.offer('w', place({ origin: OTHER }), 'direct', 0, [face()]);
    expect(gatherer.settledOrigins).toEqual([ORIGIN]);
    gatherer.dropSettled();
    pass(15_000);
    expect((await take()).map(({ origin }) => origin)).toEqual([OTHER]);
  });

  it('remembers the 200 videos seen last: what was just stored can be trusted, and is not taken for another video', async () => {
    const { gatherer, pass, take } = bench();
    const key = (video: number) => ({ video: `${video}`, epoch: 1 });
    const offer = (video: number, faces = [face()]) =>
      gatherer.offer(`v${video}`, place({ key: key(video) }), 'direct', 0, faces);
    const known = (video: number) => gatherer.trust(1, 0, key(video), true) !== null;
    offer(0);
    for (let video = 1; video < 200; video++) offer(video, []);
    pass(20_000);
    expect(await take()).toHaveLength(1);
    offer(0);
    offer(200);
    pass(20_000);
    expect(await take()).toHaveLength(1);
    offer(201);
    expect([0, 1, 2, 3, 199, 200, 201].map(known)).toEqual([true, false, false, true, true, true, true]);
    pass(20_000);
    await take();
    // It plays on.
    offer(200);
    offer(0);
    pass(20_000);
    expect(await take()).toEqual([]);
  });
});
