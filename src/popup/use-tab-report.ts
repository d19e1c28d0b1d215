import { useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import type { TabReport } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import { errorWords } from '../pages/shared/error-words.ts';
import type { Loaded } from '../pages/shared/loaded.ts';

/** Reports come several times a second while videos are checked; people need fewer. */
const SETTLE_MS = 120;

/** What is known of a tab, followed as the ledger, the switches and the permissions change. */
export function useTabReport(tabId: number | null): Loaded<TabReport> {
  const [report, setReport] = useState<Loaded<TabReport>>({ status: 'loading' });

  useEffect(() => {
    if (tabId === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;

    async function load(id: number): Promise<void> {
      try {
        const value = await send('background.tab', { tabId: id });
        if (!left) setReport({ status: 'loaded', value });
      } catch (error) {
        console.error('FakeFilter: the tab could not be asked for:', error);
        if (!left) setReport({ status: 'failed', why: errorWords(error) });
      }
    }
    function later(): void {
      if (timer !== undefined) return;
      timer = setTimeout(() => {
        timer = undefined;
        void load(tabId ?? 0);
      }, SETTLE_MS);
    }

    void load(tabId);
    browser.storage.onChanged.addListener(later);
    browser.permissions.onAdded.addListener(later);
    browser.permissions.onRemoved.addListener(later);
    return () => {
      left = true;
      clearTimeout(timer);
      browser.storage.onChanged.removeListener(later);
      browser.permissions.onAdded.removeListener(later);
      browser.permissions.onRemoved.removeListener(later);
    };
  }, [tabId]);

  return report;
}
