import browser from 'webextension-polyfill';

/** The life of this script in its page. Whatever it starts ends when `signal` aborts. */
export interface Context {
  readonly signal: AbortSignal;
  /** False once the extension was reloaded, updated or removed; then everything of this script is taken down at once. */
  alive: () => boolean;
  /** Takes all of it down. */
  end: () => void;
}

/**
 * Where a copy of this script leaves word for the next. Content scripts have a global object of their own, but names that a page
 * gives to its elements are seen in it as variables; no element can be named by a symbol.
 */
const LIFE = Symbol.for('fakefilter.life');

/** A life with the document it began in: the first page of a frame may leave its global object to the next. */
class Life extends AbortController {
  readonly document = document;
}

function formerLife(): AbortController | null {
  const kept: unknown = Object.getOwnPropertyDescriptor(globalThis, LIFE)?.value;
  return kept instanceof AbortController ? kept : null;
}

/** A copy that an update of the extension left behind has a class of its own, of the same shape. */
function isOfThisPage(life: AbortController): boolean {
  return 'document' in life && life.document === document;
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
  const former = formerLife();
  if (former && !former.signal.aborted) {
    if (extensionIsThere() && isOfThisPage(former)) return null;
    former.abort();
  }
  const life = new Life();
  Object.defineProperty(globalThis, LIFE, { value: life, configurable: true });
  return {
    signal: life.signal,
    end: () => life.abort(),
    alive: () => {
      if (life.signal.aborted) return false;
      if (extensionIsThere()) return true;
      life.abort();
      return false;
    },
  };
}
