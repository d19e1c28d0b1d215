import { useCallback, useEffect, useState } from 'preact/hooks';
import type { AdaptationState } from '../../messages/adaptation.ts';
import { followAdaptation } from './follow-adaptation.ts';
import type { Loaded } from './loaded.ts';

/** How the adaptation to a site stands, followed while the page can be seen. Nothing is asked while `origin` is null. */
export function useAdaptation(origin: string | null): {
  adaptation: Loaded<AdaptationState>;
  /** Asks at once; also begins anew after failures. */
  refresh: () => void;
} {
  const [round, setRound] = useState(0);
  const [told, setTold] = useState<{ origin: string; adaptation: Loaded<AdaptationState> } | null>(null);

  useEffect(() => {
    if (origin === null) return;
    const left = new AbortController();
    void followAdaptation(
      origin,
      (adaptation) => setTold({ origin, adaptation }),
      left.signal,
      () => document.hidden,
    );
    return () => left.abort();
  }, [origin, round]);

  const refresh = useCallback(() => setRound((before) => before + 1), []);
  // What was told of another site is not this one's.
  const adaptation = told?.origin === origin ? told.adaptation : { status: 'loading' as const };
  return { adaptation, refresh };
}
