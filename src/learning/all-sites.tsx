import { useCallback, useEffect, useState } from 'preact/hooks';
import { askEngine } from '../messages/engine-client.ts';
import type { AdaptationUsage } from '../messages/adaptation.ts';
import { hostOf } from '../settings/origins.ts';
import { forgetLearned } from '../ui/adaptation-actions.ts';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { errorWords } from '../ui/error-words.ts';
import { learningPage } from '../ui/learning-page.ts';
import type { Loaded } from '../ui/loaded.ts';
import { useAction } from '../ui/use-action.ts';
import { usageLine } from './learning-words.ts';
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
        <h2 id="sites-heading">Sites</h2>
        {usage.status === 'loading' && <p class="quiet">Loading…</p>}
        {usage.status === 'failed' && (
          <>
            <p class="warning">{usage.why}</p>
            <button type="button" onClick={load}>
              Ask again
            </button>
          </>
        )}
        {usage.status === 'loaded' && usage.value.length === 0 && (
          <p>Nothing is kept. A site is learned from only after you turn on “Learn from this site” for it.</p>
        )}
        {usage.status === 'loaded' && usage.value.length > 0 && (
          <ul class="cards">
            {usage.value.map((site) => (
              <li class="card" key={site.origin}>
                <h3 dir="ltr">
                  <a href={learningPage(site.origin)}>{hostOf(site.origin) || site.origin}</a>
                </h3>
                <p class="quiet">{usageLine(site)}</p>
              </li>
            ))}
          </ul>
        )}
      </section>
      <StoredSection gathered={null} expiryDays={null}>
        <ConfirmButton
          question="Delete all faces gathered and all versions learned, of every site? This cannot be undone."
          answer="Delete everything"
          disabled={busy}
          onConfirm={() => act(() => forgetLearned(null))}
        >
          Delete for all sites
        </ConfirmButton>
      </StoredSection>
    </>
  );
}
