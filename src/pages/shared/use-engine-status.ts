import { useEffect, useState } from 'preact/hooks';
import type { EngineStatus } from '../../messages/schemas.ts';
import { send } from '../../messages/send.ts';
import { NoReceiverError } from '../../messages/wire.ts';

export type Engine = { status: 'asking' } | { status: 'asleep' } | { status: 'awake'; report: EngineStatus };

const REFRESH_MS = 1000;

/** How the engine is doing, asked once a second while the page can be seen. Asking never starts it. */
export function useEngineStatus(): Engine {
  const [engine, setEngine] = useState<Engine>({ status: 'asking' });

  useEffect(() => {
    let left = false;
    async function ask(): Promise<void> {
      if (document.hidden) return;
      const now = await askOnce();
      if (!left) setEngine(now);
    }
    void ask();
    const timer = setInterval(() => void ask(), REFRESH_MS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, []);

  return engine;
}

async function askOnce(): Promise<Engine> {
  try {
    return { status: 'awake', report: await send('engine.status', {}) };
  } catch (error) {
    if (!(error instanceof NoReceiverError)) console.error('FakeFilter: the engine gave no status:', error);
    return { status: 'asleep' };
  }
}
