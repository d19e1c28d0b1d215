import { AdaptationStatus } from '../ui/adaptation-status.tsx';
import { forgetLearned } from '../ui/adaptation-actions.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { RoundButtons } from '../ui/round-buttons.tsx';
import { useAction } from '../ui/use-action.ts';
import { useAdaptation } from '../ui/use-adaptation.ts';
import { FeatureSection } from './feature-section.tsx';
import { GuardSection } from './guard-section.tsx';
import { StoredSection } from './stored-section.tsx';
import { VersionsSection } from './versions-section.tsx';

/** All about one site: how it stands, what learning did to the network, every round, every version, what is stored. */
export function OneSite({ origin, say }: { origin: string; say: (text: string) => void }) {
  const { adaptation, refresh } = useAdaptation(origin);
  const { busy, act } = useAction(say, refresh);

  if (adaptation.status === 'loading') return <p class="quiet">Loading…</p>;
  if (adaptation.status === 'failed') {
    return (
      <section aria-label="What went wrong">
        <p class="warning">{adaptation.why}</p>
        <button type="button" onClick={refresh}>
          Ask again
        </button>
      </section>
    );
  }
  const state = adaptation.value;
  return (
    <>
      <section aria-labelledby="now-heading">
        <h2 id="now-heading">Now</h2>
        <AdaptationStatus state={state} />
        <RoundButtons state={state} origin={origin} busy={busy} act={act} />
      </section>
      <FeatureSection rounds={state.rounds} />
      <GuardSection rounds={state.rounds} />
      <VersionsSection origin={origin} state={state} busy={busy} act={act} />
      <StoredSection gathered={state.gathered} expiryDays={state.expiryDays}>
        <ConfirmButton
          question="Delete all faces gathered and all versions learned on this site? This cannot be undone."
          answer="Delete"
          disabled={busy}
          onConfirm={() => act(() => forgetLearned(origin))}
        >
          Delete what was learned here
        </ConfirmButton>
      </StoredSection>
    </>
  );
}
