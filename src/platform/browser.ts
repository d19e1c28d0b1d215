/** Set by the build (vite.config.ts); what is not built, such as a unit test, is Chromium. */
declare const FAKEFILTER_BROWSER: 'chrome' | 'firefox' | undefined;

/** Which browser this build is for. What the other needs is left out of it. */
export const IS_FIREFOX = typeof FAKEFILTER_BROWSER !== 'undefined' && FAKEFILTER_BROWSER === 'firefox';
