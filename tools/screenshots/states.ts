import type { Answers } from '../lib/browser/answers.ts';
import { POPUP_STATES } from './popup-states.ts';

/** What is pictured of the extension's pages, each in a few dresses. */

/** How a page is shown. */
export interface Dress {
  name: string;
  language?: string;
  width?: number;
  dark?: boolean;
  forced?: boolean;
}

const LIGHT: Dress = { name: 'light' };
const DARK: Dress = { name: 'dark', dark: true };
const FORCED: Dress = { name: 'forced-colours', forced: true };
const GERMAN: Dress = { name: 'german', language: 'de' };
const ARABIC: Dress = { name: 'arabic', language: 'ar' };
const NARROW: Dress = { name: '320-german', language: 'de', width: 320 };
const NARROW_ARABIC: Dress = { name: '320-arabic', language: 'ar', width: 320 };

export interface PageState {
  name: string;
  /** Below the extension's address; `{tab}` is the number of the feed's tab, `{other}` that of a page of our own. */
  file: string;
  /** Of the window; the picture is as high as the page, up to a bound. */
  width: number;
  /** What the page is told in place of how things are. */
  answers?: Answers;
  /** Selector of what stands at the upper edge; the head of the page if missing. */
  from?: string;
  /** Selectors of what is opened by a click first. */
  open?: readonly string[];
  dresses: readonly Dress[];
}

/** Chooses the first two results, and shows them beside each other. */
const CHOOSE = '.item .filter[aria-pressed="false"]';
export const COMPARE = [CHOOSE, CHOOSE, '.compare-bar .primary'] as const;

export const STATES: readonly PageState[] = [
  {
    name: 'popup',
    file: 'src/popup/index.html?tab={tab}',
    width: 440,
    dresses: [LIGHT, DARK, FORCED, GERMAN, ARABIC, NARROW],
  },
  {
    name: 'popup-details',
    file: 'src/popup/index.html?tab={tab}',
    width: 440,
    open: ['.row summary'],
    dresses: [LIGHT, NARROW_ARABIC],
  },
  { name: 'popup-own-page', file: 'src/popup/index.html?tab={other}', width: 440, dresses: [LIGHT] },
  ...Object.entries<Answers>(POPUP_STATES).map(([name, answers]) => ({
    name: `popup-${name}`,
    file: 'src/popup/index.html?tab=1',
    width: 440,
    answers,
    dresses: [LIGHT],
  })),
  {
    name: 'welcome',
    file: 'src/pages/welcome/index.html',
    width: 800,
    dresses: [LIGHT, DARK, NARROW, ARABIC],
  },
  {
    name: 'check-files',
    file: 'src/pages/check-files/index.html',
    width: 1200,
    dresses: [LIGHT, DARK, FORCED, GERMAN, ARABIC, NARROW, NARROW_ARABIC],
  },
  {
    name: 'compare',
    file: 'src/pages/check-files/index.html',
    width: 1200,
    open: COMPARE,
    dresses: [DARK, FORCED, NARROW_ARABIC],
  },
  {
    name: 'settings',
    file: 'src/pages/options/index.html',
    width: 800,
    dresses: [LIGHT, DARK, FORCED, NARROW, ARABIC],
  },
  {
    name: 'settings-data',
    file: 'src/pages/options/index.html',
    width: 800,
    from: '#data-heading',
    dresses: [LIGHT, NARROW_ARABIC],
  },
  {
    name: 'settings-about',
    file: 'src/pages/options/index.html',
    width: 800,
    from: '#about-heading',
    dresses: [DARK, FORCED, NARROW],
  },
  { name: 'history', file: 'src/pages/history/index.html', width: 800, dresses: [LIGHT, NARROW_ARABIC] },
  { name: 'learned', file: 'src/pages/learned/index.html', width: 800, dresses: [LIGHT, NARROW] },
];

/** The badge in the feed. */
export const FEED_DRESSES: readonly Dress[] = [LIGHT, DARK, FORCED];
