import { useState } from 'preact/hooks';
import type { TabReport } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import { hostOf, matchPattern } from '../settings/origins.ts';
import { askAccess } from '../ui/ask-access.ts';
import { errorWords } from '../ui/error-words.ts';
import { Switch } from '../ui/switch.tsx';
import { checkedWords, switchHint } from './site-words.ts';

/** The site's switch, and the button that checks this page once. */
export function SiteSection({
  tabId,
  report,
  say,
}: {
  tabId: number;
  report: TabReport;
  say: (text: string) => void;
}) {
  const [busy, setBusy] = useState(false);
  const host = hostOf(report.origin);

  async function turn(on: boolean): Promise<void> {
    try {
      // First of all, and without awaiting anything: the browser asks only in answer to a click.
      if (
        on &&
        !(await askAccess([matchPattern(report.origin)], { kind: 'checkSite', origin: report.origin }))
      ) {
        say(`Access to ${host} was not granted, so its videos are not checked by themselves.`);
        return;
      }
      const { check } = await send('background.setSite', { origin: report.origin, check: on });
      say(
        check
          ? `Videos on ${host} are checked from now on.`
          : `Videos on ${host} are checked only when you ask.`,
      );
    } catch (error) {
      console.error('FakeFilter: the switch could not be turned:', error);
      say(errorWords(error));
    }
  }

  async function checkNow(): Promise<void> {
    setBusy(true);
    try {
      say(checkedWords(await send('background.checkTab', { tabId })));
    } catch (error) {
      console.error('FakeFilter: this page could not be checked:', error);
      say(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <section aria-labelledby="site-heading">
      <h2 id="site-heading">{host || 'This page'}</h2>
      {report.access !== 'unsupported' && (
        <>
          <Switch on={report.check} onTurn={(on) => void turn(on)} describedBy="site-hint">
            Check videos on this site
          </Switch>
          <p id="site-hint" class="quiet">
            {switchHint(report)}
          </p>
        </>
      )}
      <button type="button" class="primary" disabled={busy} onClick={() => void checkNow()}>
        {busy ? 'Looking for videos…' : 'Check the videos on this page now'}
      </button>
    </section>
  );
}
