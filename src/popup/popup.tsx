import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { learningPage } from '../pages/shared/learning-page.ts';
import { useEngineStatus } from '../pages/shared/use-engine-status.ts';
import { CheckNow } from './check-now.tsx';
import { EmbedSection } from './embed-section.tsx';
import { EngineNotice } from './engine-notice.tsx';
import { isPopup, shownTab } from './shown-tab.ts';
import { SiteLevel } from './site-level.tsx';
import { SiteSwitch } from './site-switch.tsx';
import { learningLine, pageNotice } from './site-words.ts';
import { useTabReport } from './use-tab-report.ts';
import { VideoList } from './video-list.tsx';
import { text } from '../words/text.ts';

const CHECK_FILES = browser.runtime.getURL('src/pages/check-files/index.html');

/** The toolbar's window: this site's switch and what was found in this tab, one line a video. */
export function Popup({ query }: { query: string }) {
  const [tabId, setTabId] = useState<number | null>(null);
  const [said, say] = useState('');
  const tab = useTabReport(tabId);
  const engine = useEngineStatus();

  useEffect(() => {
    shownTab(query).then(setTabId, (error: unknown) => {
      console.error('FakeFilter: the tab was not found:', error);
      say(text('notice_tabNotFound'));
    });
  }, [query]);

  // The page is to be seen: the popup covers part of it.
  const onShown = () => {
    if (isPopup(query)) window.close();
  };

  const report = tab.status === 'loaded' ? tab.value : null;
  const notice = report && pageNotice(report);
  return (
    <>
      <header class="in-sight">
        <div class="bar">
          <img src="/icons/icon-48.png" width={24} height={24} alt="" />
          <h1>FakeFilter</h1>
          <nav aria-label={text('page_otherPages')}>
            <a href={CHECK_FILES} target="_blank" rel="noopener">
              {text('page_checkFiles')}
            </a>
            <a href={browser.runtime.getURL('src/pages/history/index.html')} target="_blank" rel="noopener">
              {text('history_title')}
            </a>
            <a href={browser.runtime.getURL('src/pages/options/index.html')} target="_blank" rel="noopener">
              {text('page_settings')}
            </a>
            <a href={browser.runtime.getURL('src/pages/welcome/index.html')} target="_blank" rel="noopener">
              {text('page_help')}
            </a>
          </nav>
        </div>
        {report && !notice && <SiteSwitch report={report} say={say} />}
      </header>
      <main>
        <p class="said" role="status">
          {said}
        </p>
        <EngineNotice engine={engine} />
        {tab.status === 'loading' && <p class="quiet">{text('page_loading')}</p>}
        {tab.status === 'failed' && <p class="warning">{tab.why}</p>}
        {notice && (
          <section aria-label={text('popup_page')}>
            <p>{notice}</p>
            <a class="button primary" href={CHECK_FILES} target="_blank" rel="noopener">
              {text('page_checkFile')}
            </a>
          </section>
        )}
        {report && tabId !== null && (!notice || report.videos.length > 0) && (
          <VideoList tabId={tabId} report={report} say={say} onShown={onShown} />
        )}
        {report && !notice && tabId !== null && (
          <>
            <EmbedSection tabId={tabId} report={report} say={say} />
            {report.adapt && <SiteLevel origin={report.origin} say={say} />}
            <div class="foot">
              <CheckNow tabId={tabId} first={report.videos.length === 0} say={say} />
              {report.check && !report.private && (
                <a href={learningPage(report.origin)} target="_blank" rel="noopener">
                  {learningLine(report)}
                </a>
              )}
            </div>
          </>
        )}
      </main>
    </>
  );
}
