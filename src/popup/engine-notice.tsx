import { engineNotice } from '../pages/shared/engine-words.ts';
import type { Engine } from '../pages/shared/use-engine-status.ts';

/** Told while the detector starts, and where it cannot work; nothing otherwise. */
export function EngineNotice({ engine }: { engine: Engine }) {
  const notice = engineNotice(engine);
  const failed = engine.status === 'awake' && engine.report.phase === 'failed';
  return notice === '' ? null : <p class={failed ? 'warning' : 'quiet'}>{notice}</p>;
}
