import { CodedError } from '../contracts/coded-error.ts';
import type { Notice } from '../contracts/notice.ts';

/**
 * Timers that a page cannot end. Numbers of `setTimeout` and `requestAnimationFrame` are shared by all scripts of a page, so
 * that one may call `clearTimeout` on every number there is; a task of the scheduler is ended by its signal only.
 */

/** Runs `work` after a while. @returns a function that calls it off. */
export function after(ms: number, work: () => void): () => void {
  if (!('scheduler' in globalThis)) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  }
  const life = new AbortController();
  // Called off, it rejects.
  scheduler.postTask(work, { delay: ms, signal: life.signal }).catch((error: unknown) => {
    if (!life.signal.aborted) reportError(error);
  });
  return () => life.abort();
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => void after(ms, resolve));
}

/** What was waited for did not come in time; it may still come. */
export class LateError extends CodedError {
  override readonly name = 'LateError';
}

/**
 * @param what for the console. @param notice what to tell a person if it comes to that.
 * @throws LateError if the work has not settled after `ms`; it is not stopped by that.
 */
export async function within<T>(
  ms: number,
  what: string,
  work: Promise<T>,
  notice: Notice = { code: 'tooSlow' },
): Promise<T> {
  let callOff: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    callOff = after(ms, () =>
      reject(new LateError(notice, { message: `${what} took longer than ${ms / 1000} s` })),
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    callOff();
  }
}
