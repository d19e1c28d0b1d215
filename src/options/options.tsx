import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { PrivacySection } from './privacy-section.tsx';
import { SettingsSection } from './settings-section.tsx';
import { SitesSection } from './sites-section.tsx';

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
        <h1>FakeFilter settings</h1>
      </header>
      <main>
        <SettingsSection say={say} />
        <SitesSection say={say} />
        <PrivacySection say={say} />
      </main>
      <footer>
        <nav aria-label="Other pages">
          <a href={browser.runtime.getURL('src/checker/index.html')}>Check files</a>
          <a href={browser.runtime.getURL('licenses.txt')}>Licences</a>
        </nav>
        <p class="quiet">Version {browser.runtime.getManifest().version}</p>
      </footer>
      <p class="said floating" role="status">
        {said}
      </p>
    </>
  );
}
