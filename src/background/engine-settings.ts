import type { EngineSettings } from '../messages/schemas.ts';
import { serialise } from '../settings/serialise.ts';
import { readSettings } from '../settings/store.ts';
import { adaptingOrigins } from './adaptation.ts';
import { configureEngine } from './engine-page.ts';

/** The settings and switches that the engine works by, as they stand now. */
export async function engineSettings(): Promise<EngineSettings> {
  const { backend, history } = await readSettings();
  return { backend, history, adapt: await adaptingOrigins() };
}

/** Tells a running engine what changed. One after the other, so that what it is told last is what was read last. */
export function renewEngineSettings(): Promise<void> {
  return serialise('engine-settings', async () => configureEngine(await engineSettings()));
}
