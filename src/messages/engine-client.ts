import type { NamesOf, Request, Response } from './protocol.ts';
import { send } from './send.ts';
import { sleep } from './timers.ts';
import { NoReceiverError } from './wire.ts';

/** Waits before each new try, in ms. The engine page needs up to a second to come up on a slow machine. */
const RETRY_AFTER_MS = [0, 100, 300, 900, 2000] as const;

/**
 * Asks the engine page, having the background create it where it is missing.
 * @throws NoReceiverError after {@link RETRY_AFTER_MS} tries; other errors of {@link send} at once.
 */
export async function askEngine<N extends NamesOf<'engine'>>(
  name: N,
  request: Request<N>,
): Promise<Response<N>> {
  let last: unknown;
  for (const wait of RETRY_AFTER_MS) {
    try {
      return await send(name, request);
    } catch (error) {
      if (!(error instanceof NoReceiverError)) throw error;
      last = error;
    }
    if (wait > 0) await sleep(wait);
    await send('background.engine', {});
  }
  throw last;
}

let typedWire: Promise<boolean> | null = null;

/** Whether typed arrays survive messages in this browser; asked once per context. */
export function wireIsTyped(): Promise<boolean> {
  typedWire ??= askEngine('engine.probe', { bytes: new Uint8Array([1, 2, 3, 4]) }).then(
    (answer) => answer.typed,
    (error: unknown) => {
      typedWire = null;
      throw error;
    },
  );
  return typedWire;
}

/** Brings the engine up ahead of the first frame; one that does not come up is told of by the first frame. */
export async function wakeEngine(): Promise<void> {
  await wireIsTyped().catch((error: unknown) => {
    console.debug('FakeFilter: the detector was not started ahead:', error);
  });
}

/** Whether frames have to wait since the detector is still starting, or is yet to be started for them. */
export async function engineStarts(): Promise<boolean> {
  try {
    return (await send('engine.starting', {})).starting;
  } catch (error) {
    if (error instanceof NoReceiverError) return true;
    throw error;
  }
}
