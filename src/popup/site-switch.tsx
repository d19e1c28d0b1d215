import type { TabReport } from '../messages/schemas.ts';
import { send } from '../messages/send.ts';
import { hostOf, matchPattern } from '../settings/origins.ts';
import { askAccess } from '../pages/shared/ask-access.ts';
import { errorWords } from '../pages/shared/error-words.ts';
import { Switch } from '../pages/shared/switch.tsx';
import { BatteryNotice } from './battery-notice.tsx';
import { switchHint } from './site-words.ts';
import { text } from '../words/text.ts';

/** The site's switch, with the site's name. */
export function SiteSwitch({ report, say }: { report: TabReport; say: (text: string) => void }) {
  const host = hostOf(report.origin);

  async function turn(on: boolean): Promise<void> {
    try {
      // First of all, and without awaiting anything: the browser asks only in answer to a click.
      if (
        on &&
        !(await askAccess([matchPattern(report.origin)], { kind: 'checkSite', origin: report.origin }))
      ) {
        say(text('popup_siteRefused', { host }));
        return;
      }
      const { check } = await send('background.setSite', { origin: report.origin, check: on });
      say(text(check ? 'site_checked' : 'site_checkedOnRequest', { site: host }));
    } catch (error) {
      console.error('FakeFilter: the switch could not be turned:', error);
      say(errorWords(error));
    }
  }

  return (
    <>
      <Switch on={report.check} onTurn={(on) => void turn(on)} describedBy="site-hint">
        {text('site_check')}
        <span class="site-name">
          <bdi dir="ltr">{host}</bdi>
        </span>
      </Switch>
      <p id="site-hint" class="quiet">
        {switchHint(report)}
      </p>
      {report.check && !report.paused && <BatteryNotice say={say} />}
    </>
  );
}
