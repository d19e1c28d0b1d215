import { describe, expect, it } from 'vitest';
import { drawSite, SCENARIOS, type PoolFace } from '../../../../tools/evaluate-adaptation/draw.ts';

const pool = Array.from({ length: 100 }, (_, face): PoolFace => ({
  face,
  video: `v${face}`,
  manipulated: face < 40,
}));
const fakesOf = (site: readonly { manipulated: boolean }[]) =>
  site.filter(({ manipulated }) => manipulated).length;

describe('drawSite', () => {
  it.for([
    [0, 30, 0],
    [0.05, 40, 2],
    [0.5, 50, 25],
    [1, 30, 30],
  ] as const)('shows a share of %f manipulated faces', ([rate, count, fakes]) => {
    const site = drawSite(pool, { count, rate, seed: 1 });
    expect(site).toHaveLength(count);
    expect(fakesOf(site)).toBe(fakes);
    expect(new Set(site.map(({ face }) => face)).size).toBe(count);
    expect(site.every(({ trusted }) => !trusted)).toBe(true);
  });

  it('keeps the share where a class runs short, rather than the number', () => {
    const site = drawSite(pool, { count: 100, rate: 0.5, seed: 1 });
    expect([site.length, fakesOf(site)]).toEqual([80, 40]);
    expect(() => drawSite(pool.slice(0, 40), { count: 10, rate: 0.5, seed: 1 })).toThrow('no genuine face');
  });

  it('takes the pool as it is without a share', () => {
    const site = drawSite(pool, { count: 1000, rate: null, seed: 1 });
    expect(site.map(({ face }) => face).sort((a, b) => a - b)).toEqual(pool.map(({ face }) => face));
  });

  it('takes whole videos, and counts the share over them', () => {
    const clips = Array.from({ length: 120 }, (_, face): PoolFace => ({
      face,
      video: `v${Math.floor(face / 8)}`,
      manipulated: face < 40,
    }));
    const site = drawSite(clips, { count: 80, rate: 0.1, seed: 1 });
    expect([site.length, fakesOf(site)]).toEqual([80, 8]);
  });

  it('draws the same for a seed, and others for another', () => {
    const faces = (seed: number) => drawSite(pool, { count: 20, rate: 0.2, seed }).map(({ face }) => face);
    expect(faces(3)).toEqual(faces(3));
    expect(faces(3)).not.toEqual(faces(4));
  });
});

describe('scenarios', () => {
  const site = drawSite(pool, { count: 50, rate: 0.2, seed: 1 });

  it('trust the manipulated videos and no other', () => {
    for (const { manipulated, trusted } of SCENARIOS.trustedFakes(site)) expect(trusted).toBe(manipulated);
  });

  it('flood half of the site with one clip under other names', () => {
    const flooded = SCENARIOS.flood(site);
    const faces = flooded.map(({ face }) => face);
    const most = Math.max(...faces.map((face) => faces.filter((other) => other === face).length));
    expect(most).toBeGreaterThanOrEqual(25);
    expect(new Set(flooded.map(({ video }) => video)).size).toBe(flooded.length);
  });
});
