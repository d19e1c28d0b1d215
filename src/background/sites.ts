import browser from 'webextension-polyfill';
import { matchPattern } from '../settings/origins.ts';
import { serialise } from '../settings/serialise.ts';
import { listSites, readSite, writeSite } from '../settings/sites.ts';
import { readSettings } from '../settings/store.ts';
import { ensureEngine } from './engine-page.ts';
import { knownFrames, tellFrames } from './frames.ts';
import { CONTENT_SCRIPT, inject } from './injection.ts';

/** Sites whose videos are checked without being asked: the switch, and the content script that follows it. */

const ID_PREFIX = 'site-';

export function hasAccess(origin: string): Promise<boolean> {
  return browser.permissions.contains({ origins: [matchPattern(origin)] });
}

/**
 * Turns a site's switch; turned off, it takes the switch "adapt to this site" with it. Turns are written one after the
 * other, since switching on asks for permissions first, but a turn waits for no page that still loads: frames are told what
 * holds when their turn comes, which may be a later turn's.
 * @returns how it stands now: never on without access to the site.
 */
export async function setSite(origin: string, check: boolean): Promise<boolean> {
  const on = await serialise('site-switch', async () => {
    const allowed = check && (await hasAccess(origin));
    return (await writeSite(origin, allowed ? { check: true } : { check: false, adapt: false })).check;
  });
  if (on) startEngine();
  await synchroniseSites();
  if (on) await injectIntoOpenTabs(origin);
  return tellSite(origin);
}

/** Its networks take seconds to load: the first video should not have to wait for them. */
function startEngine(): void {
  ensureEngine().catch((error: unknown) => {
    // The first frame asks for it again, and tells what went wrong.
    console.warn('FakeFilter: the detector was not started ahead:', error);
  });
}

/** What a frame of this origin is to do. */
export async function siteChecks(origin: string): Promise<boolean> {
  return (await readSettings()).automatic && (await isOn(origin));
}

async function isOn(origin: string): Promise<boolean> {
  return (await readSite(origin)).check && (await hasAccess(origin));
}

/** Tells all frames of all sites that are switched on what they are to do, after "automatic" was turned. */
export async function tellSites(): Promise<void> {
  for (const { origin, site } of await listSites()) if (site.check) await tellSite(origin);
}

/**
 * Makes the registered content scripts those of the sites switched on, no more and no less. Repeated at every start:
 * registrations outlive the browser but not an update of the extension, and permissions may have been taken away meanwhile.
 */
export function synchroniseSites(): Promise<void> {
  return serialise('registrations', async () => {
    const wanted = new Set<string>();
    for (const { origin, site } of await listSites()) {
      if (site.check && (await hasAccess(origin))) wanted.add(matchPattern(origin));
    }
    const registered = await browser.scripting.getRegisteredContentScripts();
    const ours = registered.filter((script) => script.id.startsWith(ID_PREFIX));
    const isCurrent = (script: (typeof ours)[number]) =>
      script.runAt !== 'document_idle' &&
      script.matches?.length === 1 &&
      wanted.has(script.matches[0] ?? '') &&
      script.js?.length === 1 &&
      script.js[0]?.replace(/^\//, '') === CONTENT_SCRIPT;
    const stale = ours.filter((script) => !isCurrent(script)).map((script) => script.id);
    if (stale.length > 0) await browser.scripting.unregisterContentScripts({ ids: stale });
    const kept = new Set(ours.filter(isCurrent).map((script) => script.matches?.[0]));
    const missing = [...wanted].filter((pattern) => !kept.has(pattern));
    if (missing.length === 0) return;
    await browser.scripting.registerContentScripts(
      missing.map((pattern) => ({
        id: ID_PREFIX + pattern,
        matches: [pattern],
        js: [CONTENT_SCRIPT],
        allFrames: true,
        matchOriginAsFallback: true,
        // Before anything of the page, which could else name an element "chrome" and leave the script without the browser's APIs.
        runAt: 'document_start',
        persistAcrossSessions: true,
      })),
    );
  });
}

/** Pages of the site that are already open do not get a script registered now: it is run in them once. */
export async function injectIntoOpenTabs(origin: string): Promise<void> {
  const tabs = await browser.tabs.query({ url: matchPattern(origin) });
  const outcomes = await Promise.allSettled(
    tabs.flatMap((tab) => (tab.id === undefined ? [] : [inject(tab.id, 'all')])),
  );
  for (const outcome of outcomes) {
    // A tab that is being closed or discarded refuses; its next page gets the registered script.
    if (outcome.status === 'rejected') console.warn('FakeFilter: an open tab was left out:', outcome.reason);
  }
}

/** Tells all frames of a site what they are to do. @returns how its switch stands. */
async function tellSite(origin: string): Promise<boolean> {
  // Sent in one turn, so that the last a frame hears is what was read last; answers are waited for outside of it.
  const { on, told } = await serialise('site-frames', async () => {
    const check = await siteChecks(origin);
    const frames = (await knownFrames()).filter((frame) => frame.origin === origin);
    return { on: await isOn(origin), told: tellFrames(frames, 'content.siteChanged', { check }) };
  });
  await told;
  return on;
}

/** Permissions were taken away, here or in the browser's own settings: the switches of those sites go off. */
export async function switchOffWithoutAccess(): Promise<void> {
  for (const { origin, site } of await listSites()) {
    if (site.check && !(await hasAccess(origin))) await setSite(origin, false);
  }
}
