import type { Context } from './context.ts';
import { openRootsIn } from './shadow-roots.ts';

/**
 * Finds the videos of a document, wherever they lie: in the page, in nested open shadow roots, added or moved later.
 *
 * Only added nodes are looked at. A shadow root attached to an element that was already in the page makes no mutation, and
 * media events do not leave shadow trees. Such late roots are found by looking again at custom elements {@link LATE_LOOKS_MS}
 * after they came and at the whole document as long after the start, by the pointer or the focus entering them, by the
 * browser's note that a video file was loaded, and by {@link Finder.lookAgain} on a user's request. All of it is bounded.
 */
export interface Finder {
  readonly videos: ReadonlySet<HTMLVideoElement>;
  /** Walks the whole document once more; for requests of the user only. */
  lookAgain: () => void;
}

interface Events {
  found: (video: HTMLVideoElement) => void;
  /** Out of the document for {@link GRACE_MS}. */
  lost: (video: HTMLVideoElement) => void;
  /** Something of the page changed; called once a batch. */
  changed: () => void;
}

/** Frameworks take a player out and put it back in another place; within this time it is the same video. */
const GRACE_MS = 1000;
/** After a custom element came without a shadow root: when to look at it again. */
const LATE_LOOKS_MS = [0, 1000, 5000] as const;
/** Looks at the whole document since a video file was loaded: at most so many, so far apart. */
const MAX_LOADED_LOOKS = 20;
const BETWEEN_LOADED_LOOKS_MS = 2000;
/** Custom elements remembered for a later look at one time. */
const MAX_LATE_HOSTS = 500;

export function findVideos(context: Context, events: Events): Finder {
  const videos = new Set<HTMLVideoElement>();
  const knownRoots = new WeakSet<Node>();
  let lateHosts = new Set<Element>();

  const observer = new MutationObserver((records) => {
    if (!context.alive()) return;
    let removed = false;
    for (const record of records) {
      removed ||= record.removedNodes.length > 0;
      for (const node of record.addedNodes) if (node instanceof Element) lookInto(node);
    }
    if (removed) for (const video of videos) if (!video.isConnected) loseLater(video);
    events.changed();
  });

  function add(video: HTMLVideoElement): void {
    if (videos.has(video)) return;
    videos.add(video);
    events.found(video);
  }

  function loseLater(video: HTMLVideoElement): void {
    setTimeout(() => {
      if (video.isConnected || context.signal.aborted || !videos.delete(video)) return;
      events.lost(video);
    }, GRACE_MS);
  }

  function lookInto(root: Element | Document): void {
    if (root instanceof HTMLVideoElement) add(root);
    for (const video of root.querySelectorAll('video')) add(video);
    for (const shadow of openRootsIn(root)) enter(shadow);
    rememberLateHosts(root);
  }

  function enter(shadow: ShadowRoot): void {
    if (!knownRoots.has(shadow)) {
      knownRoots.add(shadow);
      observer.observe(shadow, { childList: true, subtree: true });
    }
    for (const video of shadow.querySelectorAll('video')) add(video);
    rememberLateHosts(shadow);
  }

  function rememberLateHosts(root: ParentNode): void {
    const first = lateHosts.size === 0;
    for (const element of [root, ...root.querySelectorAll(':not(:defined)')]) {
      if (lateHosts.size >= MAX_LATE_HOSTS) break;
      if (element instanceof Element && element.localName.includes('-') && !element.shadowRoot)
        lateHosts.add(element);
    }
    if (first && lateHosts.size > 0) lookAtLateHosts(0);
  }

  function lookAtLateHosts(turn: number): void {
    const wait = LATE_LOOKS_MS[turn];
    if (wait === undefined) {
      lateHosts = new Set();
      return;
    }
    setTimeout(() => {
      if (context.signal.aborted) return;
      for (const host of lateHosts) lookAtHost(host);
      lookAtLateHosts(turn + 1);
    }, wait);
  }

  function lookAtHost(host: EventTarget | null): void {
    if (!(host instanceof Element) || !host.shadowRoot || knownRoots.has(host.shadowRoot)) return;
    lateHosts.delete(host);
    for (const shadow of openRootsIn(host)) enter(shadow);
  }

  // Both events cross shadow boundaries, so that their target here is the outermost host.
  for (const type of ['pointerover', 'focusin'] as const) {
    const entered = (event: Event): void => {
      // Also the moment at which a user would notice what an extension that is gone left behind.
      if (context.alive()) lookAtHost(event.target);
    };
    document.addEventListener(type, entered, { signal: context.signal, capture: true, passive: true });
  }
  const lookAgain = (): void => {
    if (context.alive()) lookInto(document);
  };
  for (const wait of LATE_LOOKS_MS) setTimeout(lookAgain, wait);
  onVideoLoaded(lookAgain, context.signal);
  context.signal.addEventListener('abort', () => observer.disconnect());
  observer.observe(document, { childList: true, subtree: true });
  lookInto(document);
  return { videos, lookAgain };
}

/** Calls `loaded` some time after video files were loaded, whoever loaded them, within the bounds above. */
function onVideoLoaded(loaded: () => void, signal: AbortSignal): void {
  let looks = 0;
  let pending = false;
  const observer = new PerformanceObserver((list) => {
    if (pending || looks >= MAX_LOADED_LOOKS) return;
    const files = list.getEntriesByType('resource');
    if (!files.some((file) => file instanceof PerformanceResourceTiming && file.initiatorType === 'video'))
      return;
    pending = true;
    looks++;
    setTimeout(() => {
      pending = false;
      loaded();
    }, BETWEEN_LOADED_LOOKS_MS);
  });
  observer.observe({ type: 'resource' });
  signal.addEventListener('abort', () => observer.disconnect());
}
