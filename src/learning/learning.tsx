import { useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { hostOf } from '../settings/origins.ts';
import { learningPage } from '../ui/learning-page.ts';
import { AllSites } from './all-sites.tsx';
import { OneSite } from './one-site.tsx';

/** The page "What was learned", of one site or of all. */
export function Learning({ origin }: { origin: string | null }) {
  const [said, say] = useState('');
  return (
    <>
      <header>
        <img src="/icons/icon-48.png" width={32} height={32} alt="" />
        <h1>{origin === null ? 'What was learned' : `What was learned on ${hostOf(origin)}`}</h1>
      </header>
      <main>
        <p class="said" role="status">
          {said}
        </p>
        {origin === null ? <AllSites say={say} /> : <OneSite origin={origin} say={say} />}
      </main>
      <footer>
        <nav aria-label="Other pages">
          {origin !== null && <a href={learningPage(null)}>All sites</a>}
          <a href={browser.runtime.getURL('src/options/index.html')}>Settings</a>
        </nav>
      </footer>
    </>
  );
}
