/** Ctrl-C, and the order to end that a system gives, as a signal; without it the program would end half way through a file. */

/** What a program is ended by when the user stops it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Exit status of a program that ended by Ctrl-C: 128 + SIGINT. */
const STATUS = 130;

/** A signal that aborts at Ctrl-C. A second one ends the program where it stands. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(STATUS);
    process.exitCode = STATUS;
    controller.abort(new Interrupted('Stopped'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

/**
 * Works with what an abort closes, and closes it afterwards in any case.
 * @throws the signal's reason once it is aborted: what closing broke is no error of its own.
 */
export async function closedOnAbort<T>(
  signal: AbortSignal,
  close: () => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  const stop = (): void => void close();
  signal.addEventListener('abort', stop);
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await close();
  }
}
