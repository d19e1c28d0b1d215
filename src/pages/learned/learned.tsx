import { text } from '../../words/text.ts';
import { useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { hostOf } from '../../settings/origins.ts';
import { learningPage } from '../shared/learning-page.ts';
import { AllSites } from './all-sites.tsx';
import { OneSite } from './one-site.tsx';
import { SwitchSection } from './switch-section.tsx';

/** The page "What was learned", of one site or of all. */
export function Learning({ origin }: { origin: string | null }) {
  const [said, say] = useState('');
  return (
    <>
      <header>
        <img src="/icons/icon-48.png" width={32} height={32} alt="" />
        <h1>{origin === null ? text('learned_title') : text('learned_titleOn', { site: hostOf(origin) })}</h1>
      </header>
      <main>
        <p class="said" role="status">
          {said}
        </p>
        {origin === null ? (
          <AllSites say={say} />
        ) : (
          <>
            <SwitchSection origin={origin} say={say} />
            <OneSite origin={origin} say={say} />
          </>
        )}
      </main>
      <footer>
        <nav aria-label={text('page_otherPages')}>
          {origin !== null && <a href={learningPage(null)}>{text('learned_allSites')}</a>}
          <a href={browser.runtime.getURL('src/pages/options/index.html')}>{text('page_settings')}</a>
        </nav>
      </footer>
    </>
  );
}
