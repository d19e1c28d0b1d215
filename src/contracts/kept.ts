/**
 * All that the extension writes down, by where it lies: the one list of it, which docs/PRIVACY.md repeats and which tests hold against what lies
 * in a browser after use. Names that end in a colon are the beginnings of names.
 */
export const KEPT = {
  /** `storage.local`: on disk. */
  local: { settings: 'settings', site: 'site:', unreadableSince: 'learned-unreadable-since' },
  /** `storage.session`: in memory, until the browser is closed. */
  session: {
    verdict: 'verdict:',
    frame: 'frame:',
    asked: 'asked',
    pendingGrant: 'pending-grant',
    expiredAt: 'expired-at',
  },
  /** Databases (IndexedDB): on disk. */
  databases: { learned: 'fakefilter-adaptation' },
  /** Folders of the private file system: on disk. */
  folders: { history: 'fakefilter-history', checks: 'fakefilter-checks', keys: 'fakefilter-adaptation-keys' },
} as const;

export type Kept = keyof typeof KEPT;

/** Whether what lies there under this name is on the list. */
export function isKept(where: Kept, name: string): boolean {
  return Object.values<string>(KEPT[where]).some((one) =>
    one.endsWith(':') ? name.startsWith(one) : name === one,
  );
}
