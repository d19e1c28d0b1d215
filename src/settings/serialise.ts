const tails = new Map<string, Promise<unknown>>();

/**
 * Runs `work` after all earlier work of the same name, in all pages of the extension: a read-change-write of storage
 * must not overlap another. Falls back to this context alone where the lock manager is missing (insecure pages, which only read).
 */
export function serialise<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locked = () =>
    globalThis.navigator?.locks ? navigator.locks.request(`fakefilter:${name}`, work) : work();
  const tail = tails.get(name) ?? Promise.resolve();
  const turn = tail.then(locked, locked);
  tails.set(name, turn);
  return turn;
}
