import { describe, expect, it, vi } from 'vitest';
import '../fake-browser.ts';
import type { EngineStatus } from '../../../src/messages/schemas.ts';
import { engineFacts, engineLine } from '../../../src/popup/engine-words.ts';
import { mediaPatterns } from '../../../src/popup/media-patterns.ts';
import { checkedWords, switchHint } from '../../../src/popup/site-words.ts';
import { mayRetry, videoWords } from '../../../src/popup/video-words.ts';
import { placeWords } from '../../../src/ui/face-list.tsx';
import { aReport, aState } from '../reports.ts';

vi.mock('webextension-polyfill', () => ({ default: Reflect.get(globalThis, 'chrome') as unknown }));
const { emptyWords, videoNames } = await import('../../../src/popup/video-list.tsx');

const READY: EngineStatus = {
  phase: 'ready',
  reason: null,
  bootId: 'b',
  modelVersion: '1.0.0',
  backend: 'webgpu',
  selfTests: [
    { backend: 'webgpu', passed: false, detail: 'no adapter', worst: null, msPerFace: null },
    { backend: 'wasm', passed: true, detail: '', worst: 0.00012, msPerFace: 8.2 },
  ],
  msPerDetection: 12.5,
  msPerFace: null,
  queueLength: 0,
  framesDetected: 0,
  facesJudged: 0,
};

describe('the words on the engine', () => {
  it.each([
    ['asleep', { status: 'asleep' as const }, 'asleep'],
    ['starting', { status: 'awake' as const, report: { ...READY, phase: 'starting' as const } }, 'starting'],
    [
      'failed',
      {
        status: 'awake' as const,
        report: { ...READY, phase: 'failed' as const, reason: 'noModel' as const },
      },
      'missing or damaged',
    ],
    [
      'on the processor',
      { status: 'awake' as const, report: { ...READY, backend: 'wasm' as const } },
      'processor',
    ],
    ['ready', { status: 'awake' as const, report: READY }, 'The detector is ready.'],
  ])('%s', (_, engine, words) => {
    expect(engineLine(engine)).toContain(words);
  });

  it('tell what is known, and leave out what is not', () => {
    const facts = Object.fromEntries(engineFacts(READY).map(({ name, value }) => [name, value]));
    expect(facts['Self-test, webgpu']).toBe('not used: no adapter');
    expect(facts['Self-test, wasm']).toBe('passed, largest difference 1.2e-4, 8.2 ms a face');
    expect(facts['Time to find faces']).toBe('13 ms');
    expect(facts).not.toHaveProperty('Time for one face');
  });
});

describe('the words on a video', () => {
  it('show a provisional verdict as progress only', () => {
    const state = aState({ kind: 'manipulated' }, { phase: 'checking', framesJudged: 3 });
    expect(videoWords(aReport({ phase: 'checking', state }))).toMatchObject({
      shape: 'checking',
      line: 'Checking, 3 of 8 frames',
    });
  });

  it('say of an alarm how far it goes where manipulated videos are rare', () => {
    const state = aState({ kind: 'manipulated' }, { precisionWhereRare: 0.3 });
    expect(videoWords(aReport({ state })).meaning).toContain('about 3 of 10 videos');
  });

  it('give the reason of a failure', () => {
    expect(videoWords(aReport({ failure: 'protectedMedia' }))).toMatchObject({
      shape: 'notChecked',
      line: 'Could not check (protected video)',
    });
  });

  it('offer another try only where one may help', () => {
    expect(mayRetry(aReport({ failure: 'engineLost' }))).toBe(true);
    expect(mayRetry(aReport({ failure: 'protectedMedia' }))).toBe(false);
    expect(mayRetry(aReport())).toBe(false);
  });
});

it('asks for a media host as narrowly as the page allows', () => {
  expect(mediaPatterns('cdn.example:8443', 'https://page.example')).toEqual(['https://cdn.example/*']);
  expect(mediaPatterns('127.0.0.1:99', 'http://127.0.0.1:80')).toEqual([
    'http://127.0.0.1/*',
    'https://127.0.0.1/*',
  ]);
});

it('tells videos of one label apart by number', () => {
  expect(videoNames(['feed', '', 'feed', 'Interview'])).toEqual([
    'feed (1)',
    'Video 2',
    'feed (2)',
    'Interview',
  ]);
});

it('says where a face is, for eyes that do not see the picture', () => {
  expect([0.1, 0.45, 0.8].map((x) => placeWords({ x, width: 0.1 }))).toEqual(['left', 'middle', 'right']);
});

it('says why no video is shown, and what to do', () => {
  expect(emptyWords({ access: 'unsupported', check: false })).toContain('check a file');
  expect(emptyWords({ access: 'none', check: false })).toContain('Right-click a video');
  expect(emptyWords({ access: 'granted', check: true })).toContain('Let one play');
});

describe('the words on a site', () => {
  it('say in a private window that the switch outlives it', () => {
    const off = { access: 'none', check: false } as const;
    expect(switchHint({ ...off, private: true })).toContain('remembered after this private window is closed');
    expect(switchHint({ ...off, private: false })).not.toContain('remembered');
  });

  it('count the videos that are checked, and none that have a result', () => {
    expect(checkedWords({ found: 0, started: 0 })).toContain('No visible video');
    expect(checkedWords({ found: 3, started: 1 })).toBe('Checking a video.');
    expect(checkedWords({ found: 3, started: 2 })).toBe('Checking 2 videos.');
    expect(checkedWords({ found: 3, started: 0 })).toBe('All 3 visible videos have their results already.');
    expect(checkedWords({ found: 1, started: 0 })).toBe('The visible video has its result already.');
  });
});
