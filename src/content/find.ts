import { after } from '../messages/timers.ts';
import type { Context } from './context.ts';
import {
  documentOf,
  isElement,
  isInPage,
  isShadowRoot,
  isVideo,
  mayHoldVideo,
  listenToPage,
  listenToWindow,
  rootOf,
  treeOf,
  videosIn,
} from './dom.ts';
import { Changes } from './changes.ts';
import { LateHosts } from './late-hosts.ts';
import { rootsIn } from './shadow-roots.ts';
import { NOW_AND_THEN, Slices, SOON } from './slices.ts';

/**
 * Finds the videos of a document, wherever they lie: in the page, in nested shadow roots, added or moved later, also into a window
 * of the page's own (document picture-in-picture).
 *
 * Only added nodes are looked at. A shadow root attached to an element that was already in the page makes no mutation, and
 * media events do not leave shadow trees. Such late roots are found by asking custom elements again when something is loaded, added
 * or pressed ({@link LateHosts}), by looking at the whole document {@link LOOKS_AGAIN_MS} after the start and after the page loaded something,
 * by the pointer or the focus entering them, and by {@link Finder.lookAgain} on a user's request. All of it is bounded.
 */
export interface Finder {
  readonly videos: ReadonlySet<HTMLVideoElement>;
  /** Walks the whole document once more; for requests of the user only. */
  lookAgain: () => void;
  /** Looks in the document of another window, too, until it closes. */
  follow: (view: Window) => void;
}

interface Events {
  found: (video: HTMLVideoElement) => void;
  /** It was put into another place. */
  moved: (video: HTMLVideoElement) => void;
  /** Not in one of our documents for {@link GRACE_MS}. */
  lost: (video: HTMLVideoElement) => void;
  /** A shadow root, or a window, that is looked at from now on; not all of its events reach the page's window. */
  entered: (where: ShadowRoot | Window) => void;
  /** Something of the page changed; called once a batch. */
  changed: () => void;
}

/** Frameworks take a player out and put it back in another place; within this time it is the same video. */
const GRACE_MS = 1000;
/** Changes of the page are looked at together after so long, in ms. */
const CATCH_UP_MS = 50;
/** Looks at the whole document after the one at the start. */
const LOOKS_AGAIN_MS = [1000, 5000, 15_000, 40_000] as const;
/** Between two looks at the whole document while it changes without end: only known trees are searched for videos then. */
const BETWEEN_WHOLE_LOOKS_MS = 10_000;
/** Looks at the whole document since the page loaded something: at most so many, so far apart, and ever further. */
const MAX_LOADED_LOOKS = 20;
const BETWEEN_LOADED_LOOKS_MS = 2000;
const LOOKS_AT_ONE_PACE = 4;

export function findVideos(context: Context, events: Events): Finder {
  const { signal } = context;
  const videos = new Set<HTMLVideoElement>();
  const documents = new Set<Document>([document]);
  const knownRoots = new WeakSet<Node>();
  const slices = new Slices(context.alive, SOON);
  const looksAgain = new Slices(context.alive, NOW_AND_THEN);
  const lateHosts = new LateHosts((host) => slices.add(enterAllOf(host)), signal);
  const added = new Set<Element>();
  let removed = false;
  let catchingUp = false;
  let lookedAt = -Infinity;

  const changes = new Changes(
    (records) => {
      if (!context.alive()) return;
      for (const { addedNodes, removedNodes } of records) {
        for (const node of addedNodes) if (isElement(node)) added.add(node);
        if (!removed) for (const node of removedNodes) removed ||= isElement(node) && mayHoldVideo(node);
      }
      changed();
    },
    (trees) => {
      if (!context.alive()) return;
      removed = true;
      const now = performance.now();
      const whole = now - lookedAt >= BETWEEN_WHOLE_LOOKS_MS;
      slices.add(whole ? lookAtAll() : lookForVideos(trees));
      changed();
    },
    signal,
  );

  function changed(): void {
    if (!catchingUp && (added.size > 0 || removed)) slices.add(catchUp(), CATCH_UP_MS);
    catchingUp ||= added.size > 0 || removed;
    lateHosts.lookSoon();
    events.changed();
  }

  function* catchUp(): Generator<void, void> {
    for (const element of added) {
      added.delete(element);
      if (isInPage(element)) yield* lookInto(element, true);
      else yield;
    }
    catchingUp = false;
    if (!removed) return;
    removed = false;
    for (const video of videos) {
      followTo(video);
      yield;
    }
  }

  function add(video: HTMLVideoElement, wasAdded: boolean): void {
    if (videos.has(video)) {
      if (wasAdded) events.moved(video);
      return;
    }
    videos.add(video);
    events.found(video);
  }

  const isHere = (video: HTMLVideoElement): boolean => isInPage(video) && documents.has(documentOf(video));

  /** A video that was taken out may lie in a tree that is not known yet. */
  function followTo(video: HTMLVideoElement): void {
    if (!isHere(video)) {
      loseLater(video);
      return;
    }
    const tree = treeOf(video);
    if (!isShadowRoot(tree) || knownRoots.has(tree)) return;
    slices.add(enterAllOf(tree.host));
    events.moved(video);
  }

  function loseLater(video: HTMLVideoElement): void {
    after(GRACE_MS, () => {
      if (isHere(video) || signal.aborted || !videos.delete(video)) return;
      events.lost(video);
    });
  }

  function* addAllOf(root: Element | Document | ShadowRoot, wasAdded: boolean): Generator<void, void> {
    for (const video of videosIn(root)) {
      add(video, wasAdded);
      yield;
    }
  }

  function* lookInto(root: Element | Document, wasAdded = false): Generator<void, void> {
    if (isVideo(root)) add(root, wasAdded);
    yield* addAllOf(root, wasAdded);
    yield* enterAllOf(root);
  }

  function* enterAllOf(root: Element | Document): Generator<void, void> {
    for (const shadow of rootsIn(root, (host) => lateHosts.remember(host))) {
      if (shadow) yield* enter(shadow);
      yield;
    }
    lateHosts.remembered();
  }

  function* enter(shadow: ShadowRoot): Generator<void, void> {
    if (!knownRoots.has(shadow)) {
      knownRoots.add(shadow);
      changes.watch(shadow);
      events.entered(shadow);
    }
    yield* addAllOf(shadow, false);
  }

  function lookAtPath(event: Event): void {
    // Also the moment at which a user would notice what an extension that is gone left behind.
    if (!context.alive()) return;
    for (const node of event.composedPath()) {
      const root = isElement(node) ? rootOf(node) : null;
      if (isElement(node) && root && !knownRoots.has(root)) slices.add(enterAllOf(node));
    }
    lateHosts.lookSoon();
  }

  function follow(view: Window): void {
    const page = view.document;
    documents.add(page);
    changes.watch(page);
    slices.add(lookInto(page));
    events.entered(view);
    const closed = (): void => {
      documents.delete(page);
      for (const video of videos) followTo(video);
    };
    listenToPage('pagehide', closed, signal, view);
  }

  function* lookForVideos(trees: readonly (Document | ShadowRoot)[]): Generator<void, void> {
    for (const tree of trees) yield* addAllOf(tree, false);
  }

  function* lookAtAll(): Generator<void, void> {
    lookedAt = performance.now();
    for (const page of documents) yield* lookInto(page);
  }

  for (const type of ['pointerover', 'focusin'] as const) {
    listenToWindow(type, lookAtPath, { signal, capture: true, passive: true });
  }
  const again = (): void => {
    // One that is being done has passed some places already.
    if (looksAgain.length < 2) looksAgain.add(lookAtAll());
  };
  after(0, () => slices.add(lookAtAll()));
  for (const wait of LOOKS_AGAIN_MS) after(wait, again);
  onLoaded(() => lateHosts.lookSoon(), again, signal);
  changes.watch(document);
  return {
    videos,
    lookAgain: () => {
      // At once, however long it takes: the answer is waited for.
      const look = context.alive() ? lookAtAll() : null;
      while (look && !look.next().done);
    },
    follow,
  };
}

/** Calls `loaded` with everything that the page loaded, and `some` some time after, within the bounds above. */
function onLoaded(loaded: () => void, some: () => void, signal: AbortSignal): void {
  let looks = 0;
  let pending = false;
  const observer = new PerformanceObserver(() => {
    loaded();
    if (pending || looks >= MAX_LOADED_LOOKS) return;
    pending = true;
    const pace = 2 ** Math.floor(looks / LOOKS_AT_ONE_PACE);
    looks++;
    after(BETWEEN_LOADED_LOOKS_MS * pace, () => {
      pending = false;
      some();
    });
  });
  observer.observe({ type: 'resource' });
  signal.addEventListener('abort', () => observer.disconnect());
}
