import { text } from '../../words/text.ts';
import { AdaptationStatus } from '../shared/adaptation-status.tsx';
import { forgetLearned } from '../shared/adaptation-actions.ts';
import { ConfirmButton } from '../shared/confirm-button.tsx';
import { RoundButtons } from '../shared/round-buttons.tsx';
import { useAction } from '../shared/use-action.ts';
import { useAdaptation } from '../shared/use-adaptation.ts';
import { FeatureSection } from './feature-section.tsx';
import { GuardSection } from './guard-section.tsx';
import { LevelSection } from './level-section.tsx';
import { MarksSection } from './marks-section.tsx';
import { StoredSection } from './stored-section.tsx';
import { VersionsSection } from './versions-section.tsx';

/** All about one site: how it stands, what learning did to the network, every round, every version, what is stored. */
export function OneSite({ origin, say }: { origin: string; say: (text: string) => void }) {
  const { adaptation, refresh } = useAdaptation(origin);
  const { busy, act } = useAction(say, refresh);

  if (adaptation.status === 'loading') return <p class="quiet">{text('page_loading')}</p>;
  if (adaptation.status === 'failed') {
    return (
      <section aria-label={text('learned_trouble')}>
        <p class="warning">{adaptation.why}</p>
        <button type="button" onClick={refresh}>
          {text('page_askAgain')}
        </button>
      </section>
    );
  }
  const state = adaptation.value;
  return (
    <>
      <section aria-labelledby="now-heading">
        <h2 id="now-heading">{text('learned_now')}</h2>
        <AdaptationStatus state={state} />
        <RoundButtons state={state} origin={origin} busy={busy} act={act} />
      </section>
      <LevelSection origin={origin} level={state.level} busy={busy} act={act} />
      <MarksSection origin={origin} marks={state.marks} busy={busy} act={act} />
      <FeatureSection rounds={state.rounds} />
      <GuardSection rounds={state.rounds} />
      <VersionsSection origin={origin} state={state} busy={busy} act={act} />
      <StoredSection gathered={state.gathered} expiryDays={state.expiryDays}>
        <ConfirmButton
          question={text('learned_deleteQuestion')}
          answer={text('learned_deleteAnswer')}
          disabled={busy}
          onConfirm={() => act(() => forgetLearned(origin))}
        >
          {text('learned_delete')}
        </ConfirmButton>
      </StoredSection>
    </>
  );
}
