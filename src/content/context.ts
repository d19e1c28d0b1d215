import browser from 'webextension-polyfill';

/** The life of this script in its page. Whatever it starts ends when `signal` aborts. */
export interface Context {
  readonly signal: AbortSignal;
  /** False once the extension was reloaded, updated or removed; then everything of this script is taken down at once. */
  alive: () => boolean;
}

declare global {
  // Only scripts of this extension see it: content scripts have a global object of their own.
  var fakefilterLife: AbortController | undefined;
}

function extensionIsThere(): boolean {
  try {
    // Chromium clears the id of an orphaned script; Firefox throws.
    return Boolean(browser.runtime.id);
  } catch {
    return false;
  }
}

/**
 * Starts this script's life in the page.
 * @returns null where a living copy runs already: it was injected by hand and registered for the site.
 */
export function startContext(): Context | null {
  if (globalThis.fakefilterLife && !globalThis.fakefilterLife.signal.aborted) {
    if (extensionIsThere()) return null;
    globalThis.fakefilterLife.abort();
  }
  const life = new AbortController();
  globalThis.fakefilterLife = life;
  return {
    signal: life.signal,
    alive: () => {
      if (life.signal.aborted) return false;
      if (extensionIsThere()) return true;
      life.abort();
      return false;
    },
  };
}
