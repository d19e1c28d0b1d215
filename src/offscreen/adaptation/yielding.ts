import { PATIENCE } from '../../adaptation/tunables.ts';

/** How learning shares the engine's thread with videos that are being checked. */

export interface EngineActivity {
  /** Frames waiting or in work. */
  queueLength: () => number;
  /** Something is done: the page is not to be closed now. */
  touch: () => void;
}

/** Lets everything else that waits on this thread go first. Timers would wait 4 ms each; messages do not. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Resolves once no frame waits or is in work, or the signal is aborted. @param queueLength frames waiting or in work. */
export async function untilFree(queueLength: () => number, signal?: AbortSignal): Promise<void> {
  while (queueLength() > 0 && !signal?.aborted) {
    await new Promise((resolve) => setTimeout(resolve, PATIENCE.lookAgainMs));
  }
}
