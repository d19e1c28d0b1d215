import { describe, expect, it } from 'vitest';
import { CUT_VALUES } from '../../../../src/detector/cut.ts';
import { Gatherer, type SettledVideo } from '../../../../src/offscreen/adaptation/gatherer.ts';
import { RANGES } from '../../adaptation/cuts.ts';
import { aFrame, face, ORIGIN, OTHER, place } from './judged-faces.ts';

function bench() {
  let now = 1_000_000;
  const gatherer = new Gatherer(() => now);
  return {
    gatherer,
    pass: (ms: number) => (now += ms),
    /** What is handed over to be stored now. */
    take: async (): Promise<SettledVideo[]> => {
      const taken = [];
      const cut = (faces: readonly Uint8Array[]) =>
        Promise.resolve(faces.map(() => new Float32Array(CUT_VALUES)));
      for await (const one of gatherer.settled(cut, RANGES)) taken.push(one);
      return taken;
    },
  };
}

describe('gathering', () => {
  it('waits until the video is no longer being judged, and takes it once', async () => {
    const { gatherer, pass, take } = bench();
    for (let frame = 0; frame < 4; frame++) {
      gatherer.offer('v', place(), aFrame(frame * 2000, [face()]));
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
    gatherer.offer('v', place(), aFrame(20_000, [face()]));
    pass(20_000);
    expect(await take()).toEqual([]);
  });

  it('takes nothing of private windows, of pictures of the screen, of small faces and of faces that belong to no track', async () => {
    const { gatherer, pass, take } = bench();
    gatherer.offer('private', place({ private: true }), aFrame(0, [face()]));
    gatherer.offer('screen', place(), aFrame(0, [face()], 'screen'));
    gatherer.offer('small', place(), aFrame(0, [face(63)]));
    gatherer.offer('untracked', place(), aFrame(0, [{ ...face(), track: null }]));
    pass(20_000);
    expect(await take()).toEqual([]);
  });

  it('takes frames that lie apart, eight faces of a video at most, but all faces of one frame', async () => {
    const { gatherer, pass, take } = bench();
    for (let frame = 0; frame < 30; frame++) gatherer.offer('many', place(), aFrame(frame * 500, [face()]));
    gatherer.offer('two', place({ key: { video: 'b', epoch: 1 } }), aFrame(0, [face(), face()]));
    pass(20_000);
    expect((await take()).map(({ samples }) => samples.length)).toEqual([8, 2]);
  });

  it('takes a moment once, however often the video is played', async () => {
    const { gatherer, pass, take } = bench();
    for (let round = 0; round < 5; round++) {
      for (const timeMs of [40, 1960]) {
        gatherer.offer('loop', place(), aFrame(timeMs, [face(), face()]));
        pass(2000);
      }
    }
    pass(20_000);
    expect((await take()).map(({ samples }) => samples.length)).toEqual([4]);
  });

  it('keeps a bounded number of faces in memory, the newest', async () => {
    const { gatherer, pass, take } = bench();
    for (let video = 0; video < 30; video++) {
      for (let frame = 0; frame < 4; frame++)
        gatherer.offer(`v${video}`, place(), aFrame(frame * 2000, [face()]));
    }
    pass(20_000);
    const taken = await take();
    expect(taken.reduce((sum, { samples }) => sum + samples.length, 0)).toBeLessThanOrEqual(64);
    expect(taken.length).toBeGreaterThan(10);
  });

  it('knows a trusted video by its tab, frame and source, before and after it is stored', async () => {
    const { gatherer, pass, take } = bench();
    gatherer.offer('v', place(), aFrame(0, [face()]));
    expect(gatherer.mark(2, 0, { video: 'a', epoch: 1 }, 'trusted')).toBeNull();
    expect(gatherer.mark(1, 0, { video: 'a', epoch: 2 }, 'trusted')).toBeNull();
    expect(gatherer.mark(1, 0, { video: 'a', epoch: 1 }, 'trusted')).toMatchObject({
      origin: ORIGIN,
      waiting: 1,
    });
    pass(20_000);
    const [site] = await take();
    expect(site?.samples[0]?.trusted).toBe(true);
    expect(gatherer.mark(1, 0, { video: 'a', epoch: 1 }, null)).toEqual({
      origin: ORIGIN,
      name: site?.samples[0]?.video,
      waiting: 0,
    });
  });

  it('tells where a marked video is, and takes the mark back by its name', async () => {
    const { gatherer, pass, take } = bench();
    gatherer.offer('v', place(), aFrame(0, [face()]));
    const { name = '' } = gatherer.mark(1, 0, { video: 'a', epoch: 1 }, 'trusted') ?? {};
    expect(gatherer.placeOf(name)).toMatchObject({ tabId: 1, frameId: 0, key: { video: 'a', epoch: 1 } });
    expect(gatherer.placeOf('another')).toBeNull();
    gatherer.unmark(name);
    pass(20_000);
    const [site] = await take();
    expect(site?.samples[0]?.trusted).toBe(false);
  });

  it('forgets one site and leaves the other', async () => {
    const { gatherer, pass, take } = bench();
    gatherer.offer('v', place(), aFrame(0, [face()]));
    gatherer.offer('w', place({ origin: OTHER }), aFrame(0, [face()]));
    gatherer.forget(ORIGIN);
    pass(20_000);
    expect((await take()).map(({ origin }) => origin)).toEqual([OTHER]);
  });

  it('hands nothing over that was forgotten while it was being made', async () => {
    const { gatherer, pass } = bench();
    gatherer.offer('v', place(), aFrame(0, [face()]));
    gatherer.offer('w', place({ key: { video: 'b', epoch: 1 } }), aFrame(0, [face()]));
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
    gatherer.offer('v', place(), aFrame(0, [face()]));
    pass(15_000);
    gatherer.offer('w', place({ origin: OTHER }), aFrame(0, [face()]));
    expect(gatherer.settledOrigins).toEqual([ORIGIN]);
    gatherer.dropSettled();
    pass(15_000);
    expect((await take()).map(({ origin }) => origin)).toEqual([OTHER]);
  });

  it('remembers the 200 videos seen last: what was just stored can be trusted, and is not taken for another video', async () => {
    const { gatherer, pass, take } = bench();
    const key = (video: number) => ({ video: `${video}`, epoch: 1 });
    const offer = (video: number, faces = [face()]) =>
      gatherer.offer(`v${video}`, place({ key: key(video) }), aFrame(0, faces));
    const known = (video: number) => gatherer.mark(1, 0, key(video), 'trusted') !== null;
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

  it('hands over what the video said last of each face, with the faces that it was said of', async () => {
    const { gatherer, pass, take } = bench();
    gatherer.offer('v', place(), aFrame(0, [face()], 'direct', 1));
    gatherer.offer('v', place(), aFrame(2000, [face()], 'direct', 2));
    gatherer.offer('w', place({ key: { video: 'b', epoch: 1 } }), aFrame(0, [], 'direct', 5));
    pass(20_000);
    const [video, ...more] = await take();
    expect(more).toEqual([]);
    expect(video?.version).toBe(0);
    const [score, ...others] = video?.scores ?? [];
    expect(others).toEqual([]);
    expect(score).toMatchObject({ video: video?.samples[0]?.video, logOdds: 2 });
    expect(score?.faces).toEqual(video?.samples.map((sample) => sample.face));
  });
});
