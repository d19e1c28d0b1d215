/* eslint-disable @typescript-eslint/require-await, @typescript-eslint/no-empty-function, @typescript-eslint/no-extraneous-class -- stand-ins for asynchronous APIs, with no more in them than the tests need */
import { vi } from 'vitest';

/**
 * As much of the extension APIs as the background and the settings use, in memory. Permissions can be asked for only
 * while `gesture` is true, as in a browser; everything that would leave a trace for the user is recorded.
 */

type Listener = (...args: never[]) => unknown;

function event() {
  const listeners = new Set<Listener>();
  return {
    addListener: (listener: Listener) => void listeners.add(listener),
    removeListener: (listener: Listener) => void listeners.delete(listener),
    hasListener: (listener: Listener) => listeners.has(listener),
    /** Calls all listeners and gathers what they return. */
    emit: (...args: unknown[]) => [...listeners].map((listener) => listener(...(args as never[]))),
    count: () => listeners.size,
  };
}

type Changes = Record<string, { oldValue?: unknown; newValue?: unknown }>;

function area(name: string, changed: (changes: Changes, area: string) => void) {
  let values = new Map<string, unknown>();
  return {
    get: async (keys: string | string[] | null) => {
      // Chromium gives all entries in the order of their names.
      const wanted = keys === null ? [...values.keys()].sort() : [keys].flat();
      return Object.fromEntries(
        wanted.filter((key) => values.has(key)).map((key) => [key, structuredClone(values.get(key))]),
      );
    },
    set: async (items: Record<string, unknown>) => {
      await Promise.resolve();
      const changes: Changes = {};
      for (const [key, value] of Object.entries(items)) {
        changes[key] = { oldValue: values.get(key), newValue: structuredClone(value) };
        values.set(key, structuredClone(value));
      }
      changed(changes, name);
    },
    remove: async (keys: string | string[]) => {
      const changes: Changes = {};
      for (const key of [keys].flat()) {
        if (values.delete(key)) changes[key] = {};
      }
      if (Object.keys(changes).length > 0) changed(changes, name);
    },
    setAccessLevel: async () => {},
    wipe: () => {
      values = new Map();
    },
  };
}

interface Registered {
  id: string;
  matches: string[];
  js: string[];
  allFrames?: boolean;
  persistAcrossSessions?: boolean;
}

function createState() {
  return {
    /** Whether a user's click is being handled. */
    gesture: false,
    /** What the user answers when asked for access. */
    answer: true,
    granted: new Set<string>(),
    asked: [] as string[][],
    registered: new Map<string, Registered>(),
    injected: [] as { tabId: number; frameIds: number[] | 'all' }[],
    menus: [] as { id: string }[],
    tabs: [] as { id: number; url?: string; active: boolean; windowId: number; incognito?: boolean }[],
    /** Frames that answer: by `tab:frame`. Absent: nobody is there. */
    frames: new Map<string, (name: string, request: unknown) => unknown>(),
    /** Documents that are still loaded. */
    documents: new Set<string>(),
    /** Whether an injected script comes up in frames without one. */
    scriptComesUp: (_tabId: number, _frameId: number): void => undefined,
    toolbar: new Map<number, { badge?: string; title?: string }>(),
    offscreenPages: 0,
    created: 0,
    captures: 0,
    /** Addresses of tabs that were opened. */
    opened: [] as string[],
  };
}

export const state = createState();

const storageChanged = event();
const local = area('local', (...args) => storageChanged.emit(...args));
const session = area('session', (...args) => storageChanged.emit(...args));

const noReceiver = () => new Error('Could not establish connection. Receiving end does not exist.');

function tabEntry(tabId: number) {
  const entry = state.toolbar.get(tabId) ?? {};
  state.toolbar.set(tabId, entry);
  return entry;
}

export const browser = {
  runtime: {
    id: 'fakefilter',
    lastError: undefined as { message: string } | undefined,
    getURL: (path: string) => `chrome-extension://fakefilter/${path.replace(/^\//, '')}`,
    onMessage: event(),
    onInstalled: event(),
    onStartup: event(),
    sendMessage: vi.fn(async (_message: unknown): Promise<unknown> => {
      throw noReceiver();
    }),
    getContexts: async () => Array.from({ length: state.offscreenPages }, () => ({})),
  },
  storage: { local, session, onChanged: storageChanged },
  permissions: {
    onAdded: event(),
    onRemoved: event(),
    contains: async ({ origins }: { origins: string[] }) =>
      origins.every((origin) => state.granted.has(origin)),
    request: async ({ origins }: { origins: string[] }) => {
      state.asked.push(origins);
      if (!state.gesture) throw new Error('This function must be called during a user gesture');
      if (state.answer) for (const origin of origins) state.granted.add(origin);
      return state.answer;
    },
  },
  scripting: {
    getRegisteredContentScripts: async () => structuredClone([...state.registered.values()]),
    registerContentScripts: async (scripts: Registered[]) => {
      for (const script of scripts) {
        if (state.registered.has(script.id)) throw new Error(`Duplicate script ID '${script.id}'`);
        if (script.matches.some((pattern) => /:\d+\//.test(pattern)))
          throw new Error('Invalid match pattern');
        state.registered.set(script.id, script);
      }
    },
    unregisterContentScripts: async ({ ids }: { ids: string[] }) => {
      for (const id of ids) state.registered.delete(id);
    },
    executeScript: async ({
      target,
    }: {
      target: { tabId: number; frameIds?: number[]; allFrames?: boolean };
    }) => {
      const frameIds = target.frameIds ?? [0];
      state.injected.push({ tabId: target.tabId, frameIds: target.allFrames ? 'all' : frameIds });
      for (const frameId of frameIds) state.scriptComesUp(target.tabId, frameId);
      return frameIds.map((frameId) => ({ frameId }));
    },
  },
  tabs: {
    onRemoved: event(),
    onUpdated: event(),
    create: async ({ url }: { url: string }) => void state.opened.push(url),
    get: async (tabId: number) => {
      const tab = state.tabs.find((each) => each.id === tabId);
      if (!tab) throw new Error(`No tab with id: ${tabId}.`);
      return { incognito: false, ...tab };
    },
    query: async ({ url }: { url?: string }) =>
      state.tabs.filter((tab) => !url || tab.url?.startsWith(url.replace(/\/\*$/, ''))),
    sendMessage: async (
      tabId: number,
      envelope: { name: string; request: unknown },
      to: { frameId?: number; documentId?: string },
    ) => {
      if (to.documentId !== undefined) {
        if (!state.documents.has(to.documentId)) throw noReceiver();
        return { ok: true, value: {} };
      }
      const frame = state.frames.get(`${tabId}:${to.frameId ?? 0}`);
      if (!frame) throw noReceiver();
      return { ok: true, value: await frame(envelope.name, envelope.request) };
    },
    captureVisibleTab: async (): Promise<string> => {
      state.captures++;
      throw new Error("Either the '<all_urls>' or 'activeTab' permission is required.");
    },
  },
  contextMenus: {
    onClicked: event(),
    removeAll: async () => {
      state.menus = [];
    },
    create: (item: { id: string }, done: () => void) => {
      state.menus.push(item);
      done();
    },
  },
  commands: { onCommand: event() },
  action: {
    setIcon: async ({ tabId }: { tabId: number }) => void tabEntry(tabId),
    setBadgeText: async ({ tabId, text }: { tabId: number; text: string }) => {
      tabEntry(tabId).badge = text;
    },
    setTitle: async ({ tabId, title }: { tabId: number; title: string }) => {
      tabEntry(tabId).title = title;
    },
    setBadgeBackgroundColor: async () => undefined,
    setBadgeTextColor: async () => undefined,
  },
  offscreen: {
    createDocument: async () => {
      await Promise.resolve();
      if (state.offscreenPages > 0) throw new Error('Only a single offscreen document may be created.');
      state.offscreenPages++;
      state.created++;
    },
  },
};

/** A browser as on the first day, and `chrome` as its other name. */
export function resetBrowser(): void {
  Object.assign(state, createState());
  local.wipe();
  session.wipe();
  vi.stubGlobal('chrome', browser);
  vi.stubGlobal('OffscreenCanvas', FakeCanvas);
  vi.stubGlobal('Path2D', class {});
}

/** Enough of a canvas for the toolbar's mark to be drawn on. */
class FakeCanvas {
  getContext() {
    return { scale() {}, fill() {}, stroke() {}, getImageData: () => ({}) };
  }
}

/** Does what is done while a user's click is handled: only what is called before the first await counts. */
export async function duringGesture<T>(work: () => Promise<T>): Promise<T> {
  state.gesture = true;
  const running = work();
  state.gesture = false;
  return running;
}

// Modules under test are loaded before the first test begins, and take `chrome` as it is then.
resetBrowser();
