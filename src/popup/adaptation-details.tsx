import type { AdaptationState } from '../messages/adaptation.ts';
import { applyVersion, forgetLearned } from '../ui/adaptation-actions.ts';
import { AdaptationStatus } from '../ui/adaptation-status.tsx';
import { activeLine, roundLine } from '../ui/adaptation-words.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { dateTime } from '../ui/format.ts';
import { learningPage } from '../ui/learning-page.ts';
import { RoundButtons } from '../ui/round-buttons.tsx';
import { useAction } from '../ui/use-action.ts';
import { useAdaptation } from '../ui/use-adaptation.ts';

/** How the adaptation to the tab's site stands, how its last round ended, and what can be done about it. */
export function AdaptationDetails({ origin, say }: { origin: string; say: (text: string) => void }) {
  const { adaptation, refresh } = useAdaptation(origin);
  const { busy, act } = useAction(say, refresh);

  return (
    <>
      {adaptation.status === 'loading' && <p class="quiet">Asking what was gathered…</p>}
      {adaptation.status === 'failed' && (
        <>
          <p class="warning">{adaptation.why}</p>
          <button type="button" onClick={refresh}>
            Ask again
          </button>
        </>
      )}
      {adaptation.status === 'loaded' && (
        <Known state={adaptation.value} origin={origin} busy={busy} act={act} />
      )}
      <a href={learningPage(origin)} target="_blank" rel="noopener">
        What was learned…
      </a>
    </>
  );
}

function Known({
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
  const [last] = state.rounds;
  return (
    <>
      <AdaptationStatus state={state} />
      {last && (
        <p>
          <strong>Last round, {dateTime(last.at)}:</strong> {roundLine(last)}
        </p>
      )}
      {(last ?? state.active > 0) && <p class="quiet">{activeLine(state)}</p>}
      <div class="actions">
        <RoundButtons state={state} origin={origin} busy={busy} act={act} />
        {state.active !== 0 && (
          <button type="button" disabled={busy} onClick={() => act(() => applyVersion(origin, 0, state))}>
            Back to the original
          </button>
        )}
        <ConfirmButton
          question="Delete all that was gathered and learned on this site? This cannot be undone."
          answer="Delete"
          disabled={busy}
          onConfirm={() => act(() => forgetLearned(origin))}
        >
          Forget what was learned here
        </ConfirmButton>
      </div>
    </>
  );
}
