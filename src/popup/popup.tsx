import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { AdaptationSection } from './adaptation-section.tsx';
import { EngineSection } from './engine-section.tsx';
import { isPopup, shownTab } from './shown-tab.ts';
import { SiteSection } from './site-section.tsx';
import { useTabReport } from './use-tab-report.ts';
import { VideoList } from './video-list.tsx';

/** The toolbar's window: what was found in this tab, this site's switch, and how the detector is doing. */
export function Popup({ query }: { query: string }) {
  const [tabId, setTabId] = useState<number | null>(null);
  const [said, say] = useState('');
  const report = useTabReport(tabId);

  useEffect(() => {
    shownTab(query).then(setTabId, (error: unknown) => {
      console.error('FakeFilter: the tab was not found:', error);
      say('The tab was not found.');
    });
  }, [query]);

  // The page is to be seen: the popup covers part of it.
  const onShown = () => {
    if (isPopup(query)) window.close();
  };

  return (
    <>
      <header>
        <img src="/icons/icon-48.png" width={24} height={24} alt="" />
        <h1>FakeFilter</h1>
      </header>
      <main>
        <p class="said" role="status">
          {said}
        </p>
        {report.status === 'loading' && <p class="quiet">Loading…</p>}
        {report.status === 'failed' && <p class="warning">{report.why}</p>}
        {report.status === 'loaded' && tabId !== null && (
          <>
            <SiteSection tabId={tabId} report={report.value} say={say} />
            {report.value.check && <AdaptationSection report={report.value} say={say} />}
            <VideoList report={report.value} say={say} onShown={onShown} />
          </>
        )}
        <EngineSection />
      </main>
      <footer>
        <nav aria-label="Other pages">
          <a href={browser.runtime.getURL('src/checker/index.html')} target="_blank" rel="noopener">
            Check files
          </a>
          <a href={browser.runtime.getURL('src/options/index.html')} target="_blank" rel="noopener">
            Settings
          </a>
        </nav>
      </footer>
    </>
  );
}
