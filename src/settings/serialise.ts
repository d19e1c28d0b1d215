const tails = new Map<string, Promise<unknown>>();

/**
 * Runs `work` after all earlier work of the same name in this context: a read-change-write of storage must not overlap
 * another. Extension pages may do so across contexts, hence the lock, which they all share.
 */
export function serialise<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locked = async (): Promise<T> => {
    // Missing in insecure web pages, where content scripts only read, and outside browsers.
    if (typeof navigator === 'undefined' || !('locks' in navigator)) return work();
    return navigator.locks.request(`fakefilter:${name}`, work);
  };
  const tail = tails.get(name) ?? Promise.resolve();
  const turn = tail.then(locked, locked);
  tails.set(name, turn);
  return turn;
}
