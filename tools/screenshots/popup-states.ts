import type { EngineStatus, TabReport } from '../../src/messages/schemas.ts';
import type { Answers } from '../lib/browser/answers.ts';

/** What the popup is told in each of its states without a video. */

export const OWN_PAGE: TabReport = {
  origin: '',
  access: 'unsupported',
  page: 'own',
  check: false,
  paused: false,
  adapt: false,
  private: false,
  videos: [],
};

export const WEB_PAGE: TabReport = {
  ...OWN_PAGE,
  origin: 'https://videos.example',
  access: 'granted',
  page: 'web',
  check: true,
};

const STARTING: EngineStatus = {
  phase: 'starting',
  reason: null,
  bootId: 'boot',
  modelVersion: '',
  backend: null,
  selfTests: [],
  msPerDetection: null,
  msPerFace: null,
  queueLength: 0,
  framesDetected: 0,
  facesJudged: 0,
};

export const POPUP_STATES = {
  'browser-page': { 'background.tab': { ...OWN_PAGE, page: 'browser' } },
  store: { 'background.tab': { ...OWN_PAGE, page: 'store' } },
  file: { 'background.tab': { ...OWN_PAGE, page: 'file' } },
  'no-video': { 'background.tab': WEB_PAGE },
  'not-switched-on': { 'background.tab': { ...WEB_PAGE, access: 'none', check: false } },
  'other-host': {
    'background.tab': WEB_PAGE,
    'background.embeds': { origins: ['https://player.example'] },
  },
  starting: { 'background.tab': WEB_PAGE, 'engine.status': STARTING },
  failed: {
    'background.tab': WEB_PAGE,
    'engine.status': { ...STARTING, phase: 'failed', reason: 'selfTest' },
  },
} as const satisfies Readonly<Record<string, Answers>>;
