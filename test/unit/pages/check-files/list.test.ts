import { describe, expect, it } from 'vitest';
import { isComparable, toggled } from '../../../../src/pages/check-files/compared.ts';
import { itemWords } from '../../../../src/pages/check-files/item-words.ts';
import { countByKind, listed } from '../../../../src/pages/check-files/list-order.ts';
import { addressIn, nameOf } from '../../../../src/pages/check-files/medium.ts';
import { shotsBetween } from '../../../../src/pages/check-files/shots.ts';
import { shotSummaries } from '../../../../src/pages/check-files/shot-words.ts';
import { timeLeft, timeLeftWords } from '../../../../src/pages/check-files/time-left.ts';
import { axisTicks, faceCharts } from '../../../../src/pages/check-files/timeline-chart.ts';
import { aFace, aState } from '../../reports.ts';
import { aRecord, anItem } from './records.ts';

const named = (name: string, change: Parameters<typeof aRecord>[0]) =>
  anItem({ record: aRecord({ name, ...change }) });

describe('the list', () => {
  const items = [
    named('no sign', {}),
    named('broken', { state: null, failure: 'unreadable' }),
    anItem({ name: 'waiting', status: 'waiting' }),
    named('unclear', { state: aState({ kind: 'unclear', reason: 'undecided' }) }),
    named('high', { state: aState({ kind: 'manipulated' }, { probability: 0.99 }) }),
    anItem({ name: 'checking' }),
    named('higher', { state: aState({ kind: 'manipulated' }, { probability: 0.995 }) }),
  ];

  it('has what is checked on top, then the results, the worst first, then what waits', () => {
    expect(listed(items, 'all').map(({ name }) => name)).toEqual([
      'checking',
      'higher',
      'high',
      'unclear',
      'broken',
      'no sign',
      'waiting',
    ]);
  });

  it('shows one verdict alone, and what has none yet', () => {
    expect(listed(items, 'manipulated').map(({ name }) => name)).toEqual([
      'checking',
      'higher',
      'high',
      'waiting',
    ]);
    expect(Object.fromEntries(countByKind(items))).toEqual({
      noSign: 1,
      notChecked: 1,
      unclear: 1,
      manipulated: 2,
    });
  });

  it('offers results with frames to be compared, up to four', () => {
    expect(items.filter(isComparable).map(({ name }) => name)).toEqual([
      'no sign',
      'unclear',
      'high',
      'higher',
    ]);
    const four = ['a', 'b', 'c', 'd'].reduce(toggled, new Set<string>());
    expect([...toggled(four, 'e')]).toEqual(['a', 'b', 'c', 'd']);
    expect([...toggled(four, 'b')]).toEqual(['a', 'c', 'd']);
  });

  it('advises by where a medium came from', () => {
    const url = 'https://example.org/watch';
    const atAddress = { source: { kind: 'address', url } as const, state: null };
    expect(itemWords(named('a', { ...atAddress, failure: 'unreadable' })).line).toContain(
      'no video that this browser can play came from this address',
    );
    expect(itemWords(named('a', { state: null, failure: 'unreadable' })).line).toContain(
      'not a readable video',
    );
  });
});

describe('an address', () => {
  it.each([
    ['https://example.org/a.mp4', 'https://example.org/a.mp4'],
    ['  example.org/a.mp4 ', 'https://example.org/a.mp4'],
    ['# a list\nhttp://127.0.0.1:80/a', 'http://127.0.0.1/a'],
    ['file:///etc/passwd', null],
    ['javascript:alert(1)', null],
    ['some words', null],
    ['a.mp4', null],
    ['', null],
  ])('in %j is %j', (text, url) => {
    expect(addressIn(text)).toBe(url);
  });

  it('is called by its last part and its host', () => {
    expect(nameOf({ kind: 'address', url: 'https://example.org/v/a.mp4?x=1' })).toBe('a.mp4 (example.org)');
    expect(nameOf({ kind: 'address', url: 'https://example.org/' })).toBe('example.org');
  });
});

describe('the time left', () => {
  it('is not told before there is something to tell it by', () => {
    expect(timeLeft(1000, 0.5)).toBeNull();
    expect(timeLeft(60_000, 0.01)).toBeNull();
    expect(timeLeft(30_000, 0.25)).toBe(90_000);
  });

  it('is told in steps', () => {
    expect([2000, 41_000, 61_000, 5_400_000].map(timeLeftWords)).toEqual([
      'a few seconds left',
      'about 45 sec left',
      'about 2 min left',
      'about 1.5 hr left',
    ]);
  });
});

describe('the drawing of scores', () => {
  it('has an axis from the beginning to the end of the medium', () => {
    expect(axisTicks(4000).map(({ x, label }) => [x, label])).toEqual([
      [0, '0:00'],
      [0.25, '0:01'],
      [0.5, '0:02'],
      [0.75, '0:03'],
      [1, '0:04'],
    ]);
    expect(axisTicks(700).map(({ label }) => label)).toEqual(['0.0 s', '0.2 s', '0.4 s', '0.6 s']);
    expect(axisTicks(3_700_000).at(-1)?.label).toBe('1:00:00');
    expect(axisTicks(0)).toEqual([]);
  });

  it('places each score by its time and its height, on bands that fill the drawing', () => {
    const face = aFace({
      track: 2,
      probability: 0.9,
      timeline: [
        { timeMs: 3000, probability: 1 },
        { timeMs: 1000, probability: 0 },
      ],
    });
    const record = aRecord({
      state: aState({ kind: 'manipulated' }, { faces: [aFace({ probability: 0.1 }), face] }),
      shots: [
        { fromMs: 0, toMs: 2000 },
        { fromMs: 2000, toMs: 4000 },
      ],
    });
    const [chart, other] = faceCharts(record);
    expect([chart?.track, other?.track]).toEqual([2, 1]);
    expect(chart?.points.map(({ x }) => x)).toEqual([0.25, 0.75]);
    expect(chart?.points[0]?.y).toBeGreaterThan(chart?.points[1]?.y ?? 1);
    expect(chart?.bands.reduce((sum, { height }) => sum + height, 0)).toBeCloseTo(1);
    expect(chart?.cuts).toEqual([0.5]);
  });
});

describe('shots', () => {
  const look = (timeMs: number, brightness: number) => ({ timeMs, brightness: [brightness, brightness] });

  it('begin in the middle between the frames that differ, and leave no gap', () => {
    const looks = [look(3000, 0.9), look(0, 0.1), look(1000, 0.12)];
    expect(shotsBetween(looks, 4000)).toEqual([
      { fromMs: 0, toMs: 2000 },
      { fromMs: 2000, toMs: 4000 },
    ]);
  });

  it('say what was seen of each face in them', () => {
    const face = (probability: number) => ({ track: 1, box: aFace().box, probability });
    const frame = (timeMs: number, ...faces: ReturnType<typeof face>[]) => ({ timeMs, picture: '', faces });
    const record = aRecord({
      shots: [
        { fromMs: 0, toMs: 2000 },
        { fromMs: 2000, toMs: 4000 },
      ],
      frames: [frame(500, face(0.95)), frame(1500, face(0.2)), frame(3000)],
    });
    expect(shotSummaries(record)).toEqual([
      { name: 'Shot 1, 0:00–0:02', words: '2 frames; face 1: 1 high, 1 low', firstMs: 500 },
      { name: 'Shot 2, 0:02–0:04', words: '1 frame; no face judged', firstMs: 3000 },
    ]);
    expect(shotSummaries(aRecord())).toEqual([]);
  });
});
