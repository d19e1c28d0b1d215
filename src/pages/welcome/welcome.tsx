import { text } from '../../words/text.ts';
import { useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { FirstSite } from './first-site.tsx';
import { useButton } from './use-button.ts';
import { pinWords, shortcutWords, threeSentences } from './welcome-words.ts';

/** What somebody new must know, and the first steps; opened after the installation, and from the popup. */
export function Welcome() {
  const [said, say] = useState('');
  const { pinned, keys } = useButton();
  return (
    <>
      <header>
        <img src="/icons/icon-48.png" width={32} height={32} alt="" />
        <h1>{text('welcome_title')}</h1>
      </header>
      <main>
        <p class="said" role="status">
          {said}
        </p>
        {threeSentences().map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <section aria-labelledby="sample-heading">
          <h2 id="sample-heading">{text('welcome_sampleTitle')}</h2>
          <p class="quiet">{text('welcome_sampleHint')}</p>
          <a class="button primary" href={browser.runtime.getURL('src/pages/check-files/index.html?sample')}>
            {text('welcome_sample')}
          </a>
        </section>
        <section aria-labelledby="site-heading">
          <h2 id="site-heading">{text('welcome_siteTitle')}</h2>
          <p class="quiet">{text('welcome_siteHint')}</p>
          <FirstSite say={say} />
        </section>
        <section aria-labelledby="file-heading">
          <h2 id="file-heading">{text('page_checkFile')}</h2>
          <p class="quiet">{text('welcome_fileHint')}</p>
          <a class="button" href={browser.runtime.getURL('src/pages/check-files/index.html')}>
            {text('page_checkFiles')}
          </a>
        </section>
        <section aria-labelledby="hand-heading">
          <h2 id="hand-heading">{text('welcome_handTitle')}</h2>
          {pinned !== null && <p>{pinWords(pinned)}</p>}
          {keys !== null && <p>{shortcutWords(keys)}</p>}
        </section>
      </main>
      <footer>
        <nav aria-label={text('page_otherPages')}>
          <a href={browser.runtime.getURL('src/pages/options/index.html')}>{text('page_settings')}</a>
          <a href={browser.runtime.getURL('src/pages/history/index.html')}>{text('history_title')}</a>
        </nav>
      </footer>
    </>
  );
}
