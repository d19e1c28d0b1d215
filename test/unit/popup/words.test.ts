import { describe, expect, it } from 'vitest';
import type { EngineStatus } from '../../../src/messages/schemas.ts';
import { BACKEND_WORDS } from '../../../src/verdict/words.ts';
import { engineFacts, engineLine, engineNotice } from '../../../src/pages/shared/engine-words.ts';
import { hostsToAllow } from '../../../src/popup/hosts.ts';
import { mediaPatterns } from '../../../src/popup/media-patterns.ts';
import { checkedWords, emptyWords, pageNotice, switchHint } from '../../../src/popup/site-words.ts';
import { mayRetry, videoNames, videoWords } from '../../../src/popup/video-words.ts';
import { placeWords } from '../../../src/pages/shared/face-list.tsx';
import { aReport, aState } from '../reports.ts';

const READY: EngineStatus = {
  phase: 'ready',
  reason: null,
  bootId: 'b',
  modelVersion: '1.0.0',
  backend: 'webgpu',
  selfTests: [
    { backend: 'webgpu', passed: false, notUsed: { code: 'missing' }, worst: null, msPerFace: null },
    { backend: 'wasm', passed: true, notUsed: null, worst: 0.00012, msPerFace: 8.2 },
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
    expect(facts[`Self-test, ${BACKEND_WORDS.webgpu}`]).toBe(
      'not used: this browser or machine does not have it',
    );
    expect(facts[`Self-test, ${BACKEND_WORDS.wasm}`]).toBe(
      'passed, largest difference 1.2E-4, 8.2 ms a face',
    );
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

  it('say of an alarm what it means in a sentence without rates', () => {
    const state = aState({ kind: 'manipulated' }, { precisionWhereRare: 0.3 });
    const { meaning } = videoWords(aReport({ state }));
    expect(meaning).toContain('check the source');
    expect(meaning).not.toMatch(/\d/);
  });

  it('say what is not looked for under a reassuring verdict', () => {
    expect(videoWords(aReport()).meaning).toContain('Not looked for');
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
  expect(emptyWords({ check: false })).toContain('Right-click a video');
  expect(emptyWords({ check: true })).toContain('Let one play');
});

it('says of a page that cannot be looked at what it is, and what to do', () => {
  expect(pageNotice({ page: 'web' })).toBe('');
  expect(pageNotice({ page: 'browser' })).toMatch(/belongs to the browser.*check a file/);
  expect(pageNotice({ page: 'store' })).toMatch(/store.*check a file/);
  expect(pageNotice({ page: 'file' })).toContain('as a file');
  expect(pageNotice({ page: 'own' })).toContain('page of FakeFilter');
});

it('tells of the detector only where videos have to wait for it', () => {
  const phase = (phase: EngineStatus['phase']) =>
    engineNotice({ status: 'awake', report: { ...READY, phase } });
  expect(phase('starting')).toContain('as soon as it is ready');
  expect(phase('failed')).toContain('restarting the browser');
  expect(phase('ready')).toBe('');
  expect(engineNotice({ status: 'asleep' })).toBe('');
});

it('asks for each host once, whichever videos lie on it', () => {
  const lies = (mediaHost: string, video: string) => ({
    ...aReport({ failure: 'mediaPermission', mediaHost, key: { video, epoch: 0 } }),
    tabId: 1,
    frameId: 0,
    updatedAt: 0,
  });
  const videos = [
    lies('a.example', 'v-1'),
    lies('b.example', 'v-2'),
    lies('b.example', 'v-3'),
    lies('', 'v-4'),
  ];
  expect(hostsToAllow(videos)).toEqual([
    {
      host: 'b.example',
      videos: [
        { frameId: 0, video: 'v-2' },
        { frameId: 0, video: 'v-3' },
      ],
    },
    { host: 'a.example', videos: [{ frameId: 0, video: 'v-1' }] },
  ]);
});

describe('the words on a site', () => {
  it('say in a private window that the switch outlives it', () => {
    const off = { access: 'none', check: false, paused: false } as const;
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
