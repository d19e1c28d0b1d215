import { text } from '../../words/text.ts';
import { useCallback, useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { listSites, watchSites } from '../../settings/sites.ts';
import { errorWords } from '../shared/error-words.ts';
import { SiteCard } from './site-card.tsx';
import { siteRows, type SiteRow } from './site-rows.ts';

/** Sites whose switch was ever turned and hosts that were allowed; each can be forgotten with its permission. */
export function SitesSection({ say }: { say: (text: string) => void }) {
  const [rows, setRows] = useState<SiteRow[] | null>(null);

  const fail = useCallback(
    (error: unknown) => {
      console.error('FakeFilter: the list of sites failed:', error);
      say(errorWords(error));
    },
    [say],
  );
  const load = useCallback(async () => {
    const granted = (await browser.permissions.getAll()).origins ?? [];
    setRows(siteRows(await listSites(), granted));
  }, []);

  useEffect(() => {
    const reload = () => void load().catch(fail);
    reload();
    browser.permissions.onAdded.addListener(reload);
    browser.permissions.onRemoved.addListener(reload);
    const unwatch = watchSites(reload);
    return () => {
      browser.permissions.onAdded.removeListener(reload);
      browser.permissions.onRemoved.removeListener(reload);
      unwatch();
    };
  }, [load, fail]);

  return (
    <section aria-labelledby="sites-heading">
      <h2 id="sites-heading">{text('options_sites')}</h2>
      <p class="quiet">{text('options_sitesHint')}</p>
      {rows === null && <p class="quiet">{text('page_loading')}</p>}
      {rows?.length === 0 && <p>{text('options_noSite')}</p>}
      {rows !== null && rows.length > 0 && (
        <ul class="cards">
          {rows.map((row) => (
            <SiteCard key={row.origin ?? row.pattern} row={row} say={say} fail={fail} reload={load} />
          ))}
        </ul>
      )}
    </section>
  );
}
