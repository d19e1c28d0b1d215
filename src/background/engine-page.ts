import type { NamesOf, Request } from '../messages/protocol.ts';
import { send } from '../messages/send.ts';
import type { EngineSettings } from '../messages/schemas.ts';
import { LateError, within } from '../messages/timers.ts';
import { NoReceiverError } from '../messages/wire.ts';
import { engineExists, openEngine } from '../platform/engine-host.ts';

/** A detector at work answers between two pieces of it, in ms; what it was told is not lost if that takes longer. */
const PATIENCE_MS = 5000;

let opening: Promise<{ created: boolean }> | null = null;

/** Makes sure the engine page exists. All who ask at the same time share one creation. */
export function ensureEngine(): Promise<{ created: boolean }> {
  opening ??= openEngine()
    .then((created) => ({ created }))
    .finally(() => {
      opening = null;
    });
  return opening;
}

/** Passes changed settings on to a running engine; one that sleeps asks for them when it starts. */
export function configureEngine(settings: EngineSettings): Promise<void> {
  return tellEngine('engine.configure', settings);
}

/** Has a running engine forget the evidence of the videos in these documents, or with null of all; one that sleeps holds none. */
export function forgetEvidence(documents: string[] | null): Promise<void> {
  return tellEngine('engine.forget', { documents });
}

/** Says something that an engine which is not running needs not know. */
async function tellEngine<N extends NamesOf<'engine'>>(name: N, request: Request<N>): Promise<void> {
  if (!(await engineExists())) return;
  try {
    await within(PATIENCE_MS, 'The detector', send(name, request));
  } catch (error) {
    // It closed between the question and the message, or is busy and hears it later.
    if (!(error instanceof NoReceiverError || error instanceof LateError)) throw error;
  }
}
