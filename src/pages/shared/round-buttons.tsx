import { text } from '../../words/text.ts';
import type { AdaptationState } from '../../messages/adaptation.ts';
import { learnNow, stopLearning } from './adaptation-actions.ts';

/** Begins a round where one can begin, and ends the one under way. */
export function RoundButtons({
  state,
  origin,
  busy,
  act,
}: {
  state: AdaptationState;
  origin: string;
  busy: boolean;
  act: (doing: () => Promise<string>) => void;
}) {
  return (
    <>
      {state.phase === 'ready' && (
        <button type="button" disabled={busy} onClick={() => act(() => learnNow(origin))}>
          {text('learning_now')}
        </button>
      )}
      {(state.phase === 'training' || state.phase === 'waiting') && (
        <button type="button" disabled={busy} onClick={() => act(() => stopLearning(origin))}>
          {text('learning_stop')}
        </button>
      )}
    </>
  );
}
