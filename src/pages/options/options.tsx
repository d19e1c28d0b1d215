import { text } from '../../words/text.ts';
import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { AboutSection } from './about-section.tsx';
import { DataSection } from './data-section.tsx';
import { SettingsSection } from './settings-section.tsx';
import { SitesSection } from './sites-section.tsx';
import { TransferSection } from './transfer-section.tsx';

/** How long a message such as "Saved." stands over the page. */
const SHOWN_MS = 6000;

/** The settings page. */
export function Options() {
  const [said, say] = useState('');

  useEffect(() => {
    const timer = setTimeout(() => say(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);

  return (
    <>
      <header>
        <img src="/icons/icon-48.png" width={32} height={32} alt="" />
        <h1>{text('options_title')}</h1>
      </header>
      <main>
        <SettingsSection say={say} />
        <SitesSection say={say} />
        <DataSection say={say} />
        <TransferSection say={say} />
        <AboutSection say={say} />
      </main>
      <footer>
        <nav aria-label={text('page_otherPages')}>
          <a href={browser.runtime.getURL('src/pages/check-files/index.html')}>{text('page_checkFiles')}</a>
          <a href={browser.runtime.getURL('licenses.txt')}>{text('options_licences')}</a>
        </nav>
      </footer>
      <p class="said floating" role="status">
        {said}
      </p>
    </>
  );
}
