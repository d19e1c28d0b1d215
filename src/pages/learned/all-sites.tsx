import { text } from '../../words/text.ts';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { askEngine } from '../../messages/engine-client.ts';
import type { AdaptationUsage } from '../../messages/adaptation.ts';
import { hostOf } from '../../settings/origins.ts';
import { forgetLearned } from '../shared/adaptation-actions.ts';
import { ConfirmButton } from '../shared/confirm-button.tsx';
import { errorWords } from '../shared/error-words.ts';
import { learningPage } from '../shared/learning-page.ts';
import type { Loaded } from '../shared/loaded.ts';
import { useAction } from '../shared/use-action.ts';
import { usageLine } from './learned-words.ts';
import { StoredSection } from './stored-section.tsx';

/** Every site of which something is kept. */
export function AllSites({ say }: { say: (text: string) => void }) {
  const [usage, setUsage] = useState<Loaded<AdaptationUsage>>({ status: 'loading' });
  const load = useCallback(() => {
    askEngine('engine.adaptationUsage', {}).then(
      (value) => setUsage({ status: 'loaded', value }),
      (error: unknown) => {
        console.error('FakeFilter: what is kept could not be listed:', error);
        setUsage({ status: 'failed', why: errorWords(error) });
      },
    );
  }, []);
  useEffect(load, [load]);
  const { busy, act } = useAction(say, load);

  return (
    <>
      <section aria-labelledby="sites-heading">
        <h2 id="sites-heading">{text('options_sites')}</h2>
        {usage.status === 'loading' && <p class="quiet">{text('page_loading')}</p>}
        {usage.status === 'failed' && (
          <>
            <p class="warning">{usage.why}</p>
            <button type="button" onClick={load}>
              {text('page_askAgain')}
            </button>
          </>
        )}
        {usage.status === 'loaded' && usage.value.length === 0 && <p>{text('learned_nothing')}</p>}
        {usage.status === 'loaded' && usage.value.length > 0 && (
          <ul class="cards">
            {usage.value.map((site) => (
              <li class="card" key={site.origin}>
                <h3>
                  <a href={learningPage(site.origin)}>
                    <bdi dir="ltr">{hostOf(site.origin) || site.origin}</bdi>
                  </a>
                </h3>
                <p class="quiet">{usageLine(site)}</p>
              </li>
            ))}
          </ul>
        )}
      </section>
      <StoredSection gathered={null} expiryDays={null}>
        <ConfirmButton
          question={text('learned_deleteAllQuestion')}
          answer={text('learned_deleteAllAnswer')}
          disabled={busy}
          onConfirm={() => act(() => forgetLearned(null))}
        >
          {text('learned_deleteAll')}
        </ConfirmButton>
      </StoredSection>
    </>
  );
}
