import { useCallback, useEffect, useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { send } from '../messages/send.ts';
import { matchPattern } from '../settings/origins.ts';
import { forgetSite, listSites, watchSites } from '../settings/sites.ts';
import { askAccess } from '../ui/ask-access.ts';
import { errorWords } from '../ui/error-words.ts';
import { Switch } from '../ui/switch.tsx';
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

  async function turn(origin: string, name: string, on: boolean): Promise<void> {
    if (on && !(await askAccess([matchPattern(origin)], { kind: 'checkSite', origin }))) {
      say(`Access to ${name} was not granted.`);
      return;
    }
    const { check } = await send('background.setSite', { origin, check: on });
    say(check ? `Videos on ${name} are checked.` : `Videos on ${name} are checked only when you ask.`);
  }

  async function forget({ origin, pattern, name }: SiteRow): Promise<void> {
    // Off first: open pages are told, and the registered script goes.
    if (origin) await send('background.setSite', { origin, check: false });
    if (pattern) await browser.permissions.remove({ origins: [pattern] });
    if (origin) await forgetSite(origin);
    await load();
    say(`${name} was forgotten.`);
  }

  return (
    <section aria-labelledby="sites-heading">
      <h2 id="sites-heading">Sites</h2>
      <p class="quiet">
        A site comes here when you turn on its switch in the toolbar window, or allow a host on which its
        videos lie.
      </p>
      {rows === null && <p class="quiet">Loading…</p>}
      {rows?.length === 0 && <p>No site was allowed yet.</p>}
      {rows !== null && rows.length > 0 && (
        <ul class="cards">
          {rows.map((row) => (
            <li class="card site" key={row.origin ?? row.pattern}>
              <h3 dir="ltr">{row.name}</h3>
              {row.origin === null ? (
                <p class="quiet">Videos that lie here may be read.</p>
              ) : (
                <Switch
                  on={row.check}
                  label={`Check videos on ${row.name}`}
                  onTurn={(on) => void turn(row.origin ?? '', row.name, on).catch(fail)}
                >
                  Check videos
                </Switch>
              )}
              <button
                type="button"
                aria-label={`Forget ${row.name}`}
                onClick={() => void forget(row).catch(fail)}
              >
                Forget
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
